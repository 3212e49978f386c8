//! Files that are no workbook, or one that cannot be read: one Chinese line that says which file, what it is, what to do.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail the test")]

use capex::workbook::{Limits, Workbook};

#[path = "support/books.rs"]
mod support;

use support::{archive, compound};

fn refused(name: &str, bytes: &[u8]) -> (&'static str, String) {
    match Workbook::from_bytes(name, bytes.to_vec(), &Limits::default()) {
        Ok(workbook) => panic!("{name} was read as {}", workbook.format()),
        Err(error) => (error.code, error.to_string()),
    }
}

#[test]
fn what_people_send_by_mistake_is_named() {
    let docx = archive(&[("word/document.xml", b"<w/>")]);
    let photos = archive(&[("IMG_1.jpg", b"\xFF\xD8")]);
    let odt = archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>")]);
    let secret_ods = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"??"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
    ]);
    let doc = compound(&[("WordDocument", &[0; 5_000])]);
    let secret = compound(&[("EncryptionInfo", &[0; 100]), ("EncryptedPackage", &[0; 5_000])]);
    for (name, bytes, code, message) in [
        ("空.xlsx", b"".as_slice(), "file-empty", "空.xlsx：空文件（0 字节）；请向报送单位重新索取文件"),
        ("白.csv", b" \r\n\t\n", "file-empty", "白.csv：空文件（只有空白）；请向报送单位重新索取文件"),
        (
            "表.pdf",
            b"%PDF-1.7\n%\xE2\xE3",
            "file-not-a-workbook",
            "表.pdf：PDF 文件，不是工作簿；请报送 xlsx、xls、ods 或 csv 格式的摸底表",
        ),
        (
            "图.xlsx",
            b"\x89PNG\r\n\x1a\n\0\0\0",
            "file-not-a-workbook",
            "图.xlsx：图片（PNG），不是工作簿；请报送 xlsx、xls、ods 或 csv 格式的摸底表",
        ),
        (
            "照片.xls",
            b"\xFF\xD8\xFF\xE0\0\x10JFIF",
            "file-not-a-workbook",
            "照片.xls：图片（JPEG），不是工作簿；请报送 xlsx、xls、ods 或 csv 格式的摸底表",
        ),
        (
            "包.rar",
            b"Rar!\x1a\x07\0\xcf",
            "file-not-a-workbook",
            "包.rar：压缩包（RAR），不是工作簿；请先解压，再给出其中的工作簿",
        ),
        (
            "说明.xlsx",
            &docx,
            "file-not-a-workbook",
            "说明.xlsx：Word 文档（docx），不是工作簿；请报送 xlsx、xls、ods 或 csv 格式的摸底表",
        ),
        ("照片.zip", &photos, "file-not-a-workbook", "照片.zip：zip 压缩包，不是工作簿；请先解压，再给出其中的工作簿"),
        (
            "说明.ods",
            &odt,
            "file-not-a-workbook",
            "说明.ods：OpenDocument 文档，但不是表格；请报送 xlsx、xls、ods 或 csv 格式的摸底表",
        ),
        ("密.ods", &secret_ods, "file-encrypted", "密.ods：加密的工作簿（ods）；请先解除密码，另存后再报送"),
        (
            "说明.xls",
            &doc,
            "file-not-a-workbook",
            "说明.xls：Word 文档（doc），不是工作簿；请报送 xlsx、xls、ods 或 csv 格式的摸底表",
        ),
        ("密.xlsx", &secret, "file-encrypted", "密.xlsx：加密的工作簿；请先在 Excel 或 WPS 中解除密码，另存后再报送"),
        (
            "登录.xls",
            b"<html><body><form>\xE7\x99\xBB\xE5\xBD\x95</form></body></html>",
            "file-not-a-workbook",
            "登录.xls：网页，里面没有表格（可能是报送系统的登录或出错页面）；请重新导出摸底表",
        ),
        (
            "表.xls",
            b"<html><frameset><frame src=\"a.files/sheet001.htm\"></frameset></html>",
            "file-not-a-workbook",
            "表.xls：网页框架（Excel 另存的网页），数据在同名的 .files 文件夹里；请连同 .files 文件夹在 Excel 中打开原文件，另存为 xlsx",
        ),
        (
            "表.xml",
            b"<?xml version=\"1.0\"?><rss></rss>",
            "file-not-a-workbook",
            "表.xml：XML 文件，不是工作簿；请用 Excel 或 WPS 打开并另存为 xlsx 后再试",
        ),
        ("零.xlsx", &[0; 4_096], "file-damaged", "零.xlsx：内容全是零字节；请向报送单位重新索取完整文件"),
        (
            "乱.xls",
            b"\x01\x02\x03\x04\x05\x06\xFE\xFE\xFE\x00\x01\x02\x80\x81\x82\x83",
            "file-unknown",
            "乱.xls：无法识别的二进制文件；请报送 xlsx、xls、ods 或 csv 格式的摸底表",
        ),
    ] {
        assert_eq!(refused(name, bytes), (code, message.to_owned()));
    }
}

#[test]
fn a_cut_off_file_is_called_so() {
    let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/workbook");
    for name in ["survey.xlsx", "survey.ods"] {
        let bytes = std::fs::read(directory.join(name)).expect("a fixture");
        let (code, message) = refused(name, &bytes[..bytes.len() / 2]);
        assert_eq!(code, "file-truncated");
        assert!(message.starts_with(&format!("{name}：不完整的压缩容器（xlsx、ods 等都是 zip 包；")), "{message}");
        assert!(message.ends_with("；请向报送单位重新索取完整文件"), "{message}");
    }
    let bytes = std::fs::read(directory.join("survey.xls")).expect("a fixture");
    assert_eq!(refused("survey.xls", &bytes[..1_000]).0, "file-truncated");
}

#[test]
fn missing_files_and_folders_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = Workbook::open(&folder.path().join("无.xlsx"), &Limits::default()).err().expect("missing");
    assert_eq!(missing.code, "file-not-found");
    assert!(missing.to_string().ends_with("无.xlsx：文件不存在；请检查路径"), "{missing}");
    let directory = Workbook::open(folder.path(), &Limits::default()).err().expect("a folder");
    assert_eq!(directory.code, "file-not-found");
}

#[test]
fn the_digest_is_that_of_the_file() {
    let workbook = support::open("表.csv", b"a,b\n1,2\n".to_vec());
    assert_eq!(workbook.sha256(), "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470");
}
