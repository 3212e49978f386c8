//! An output file is written whole or not at all, and never over an input.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Writes a file through a temporary file in the same folder and a rename. A file that is there is replaced, unless it is one
/// of `inputs`.
///
/// # Errors
/// The path is one of `inputs`; the folder does not exist or cannot be written to; the disk is full; `write` fails. In each
/// case the file is as it was before.
pub fn write_with(
    path: &Path,
    inputs: &[PathBuf],
    write: impl FnOnce(&mut BufWriter<&File>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    refuse_inputs(path, inputs)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let failed = || format!("不能写入 {}", path.display());
    let file = temporary(folder).with_context(failed)?;
    let mut out = BufWriter::with_capacity(1 << 16, file.as_file());
    write(&mut out).with_context(failed)?;
    out.flush().with_context(failed)?;
    drop(out);
    file.persist(path).map_err(|error| error.error).with_context(failed)?;
    Ok(())
}

/// [`write_with`] for content that is already in memory.
///
/// # Errors
/// As [`write_with`].
pub fn write_whole(path: &Path, inputs: &[PathBuf], content: &[u8]) -> anyhow::Result<()> {
    write_with(path, inputs, |out| Ok(out.write_all(content)?))
}

/// Refuses an output path that is one of the inputs, however it is spelled.
///
/// # Errors
/// It is one.
pub fn refuse_inputs(path: &Path, inputs: &[PathBuf]) -> anyhow::Result<()> {
    let Ok(target) = path.canonicalize() else { return Ok(()) };
    if inputs.iter().any(|input| input.canonicalize().is_ok_and(|input| input == target)) {
        bail!("输出文件 {} 就是输入文件，请换一个文件名", path.display());
    }
    Ok(())
}

/// A temporary file with the permissions that any new file has (the usual ones of temporary files shut out colleagues).
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".capex-");
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions);
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_litter() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("结果.json");
        write_whole(&path, &[], b"old").unwrap();
        let failed = write_with(&path, &[], |out| {
            out.write_all(b"half")?;
            bail!("磁盘满")
        });
        assert!(failed.is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_input_is_never_overwritten_however_it_is_spelled() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("表.csv");
        std::fs::write(&input, b"data").unwrap();
        let spelled = folder.path().join(".").join("表.csv");
        let error = write_whole(&spelled, std::slice::from_ref(&input), b"x").unwrap_err().to_string();
        assert!(error.contains("就是输入文件"), "{error}");
        assert_eq!(std::fs::read(&input).unwrap(), b"data");
    }

    #[test]
    fn a_missing_folder_is_said_with_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let error = write_whole(&folder.path().join("没有/结果.json"), &[], b"x").unwrap_err();
        assert!(error.to_string().contains("没有/结果.json"), "{error}");
    }
}
