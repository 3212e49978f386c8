//! The package of a workbook: which parts it has, and the list of its sheets.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use crate::workbook::archive::Archive;
use crate::workbook::error::ReadError;
use crate::workbook::facts::sheet_name;
use crate::workbook::limits::Limits;
use crate::workbook::sheet::Visibility;
use crate::workbook::xml::{Xml, attribute, flag};

/// Relationships of one part that are kept.
const TARGETS: usize = 20_000;

/// One relationship of a part.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// The last segment of its type, such as `worksheet`.
    pub(crate) kind: String,
    /// The path in the archive.
    pub(crate) path: String,
}

/// A sheet before its part is read.
pub(super) struct PackageSheet {
    pub(super) name: String,
    pub(super) visibility: Visibility,
    pub(super) part: String,
}

/// What `workbook.xml` and its relationships say.
#[derive(Default)]
pub(super) struct Package {
    pub(super) sheets: Vec<PackageSheet>,
    pub(super) styles: Option<String>,
    pub(super) strings: Option<String>,
    pub(super) epoch_1904: bool,
    pub(super) notes: Vec<String>,
}

impl Package {
    pub(super) fn read(archive: &mut Archive, limits: &Limits) -> Result<Self, ReadError> {
        let path = workbook_part(archive, "xl/workbook.xml")?;
        let targets = relationships(archive, &path)?;
        let of_kind =
            |kind: &str| targets.values().find(|target| target.kind == kind).map(|target| target.path.clone());
        let mut package = Self {
            styles: of_kind("styles").or_else(|| Some(resolve(&path, "styles.xml"))),
            strings: of_kind("sharedStrings").or_else(|| Some(resolve(&path, "sharedStrings.xml"))),
            ..Self::default()
        };
        let Some(reader) = archive.part(&path)? else {
            return Err(ReadError::damaged("压缩包里没有工作簿的目录（workbook.xml）"));
        };
        let mut xml = Xml::new(reader, &path);
        loop {
            match xml.next()? {
                Event::Eof => break,
                Event::Start(element) => match element.local_name().as_ref() {
                    "workbookPr" => package.epoch_1904 = flag(&element, "date1904"),
                    "sheet" => {
                        let id = attribute(&element, "id").unwrap_or_default();
                        let name = attribute(&element, "name").unwrap_or_default();
                        let state = super::visibility(attribute(&element, "state").as_deref());
                        package.add_sheet(&name, state, targets.get(id.as_ref()), limits)?;
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        if package.sheets.is_empty() && package.notes.is_empty() {
            return Err(ReadError::damaged("工作簿里没有任何工作表"));
        }
        Ok(package)
    }

    fn add_sheet(
        &mut self,
        name: &str,
        visibility: Visibility,
        target: Option<&Target>,
        limits: &Limits,
    ) -> Result<(), ReadError> {
        let name = sheet_name(name);
        let cap = u64::from(limits.sheets);
        let seen = self.sheets.len() as u64 + self.notes.len() as u64 + 1;
        if seen > cap {
            return Err(ReadError::over("limit-sheets", "--limit-sheets", "工作表数", cap, seen, "工作簿"));
        }
        match target.map(|target| (target.kind.as_str(), &target.path)) {
            Some(("chartsheet", _)) => self.notes.push(format!("工作表「{name}」是图表，没有单元格，已略过")),
            Some(("dialogsheet" | "xlMacrosheet" | "xlIntlMacrosheet", _)) => {
                self.notes.push(format!("工作表「{name}」是宏表或对话框，已略过"));
            }
            Some((_, path)) => self.sheets.push(PackageSheet { name, visibility, part: path.clone() }),
            None => {
                let part = format!("xl/worksheets/sheet{}.xml", self.sheets.len() + 1);
                self.sheets.push(PackageSheet { name, visibility, part });
            }
        }
        Ok(())
    }
}

/// The path of the workbook part: what the package says, else the usual place.
pub(crate) fn workbook_part(archive: &mut Archive, usual: &str) -> Result<String, ReadError> {
    let targets = relationships(archive, "")?;
    let stated = targets.into_values().find(|target| target.kind == "officeDocument").map(|target| target.path);
    Ok(stated.filter(|path| archive.has(path)).unwrap_or_else(|| usual.to_owned()))
}

/// The relationships of a part, by id. A part without any has none.
pub(crate) fn relationships(archive: &mut Archive, part: &str) -> Result<BTreeMap<String, Target>, ReadError> {
    let (folder, name) = part.rsplit_once('/').map_or(("", part), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    let path = format!("{folder}{slash}_rels/{name}.rels");
    let mut targets = BTreeMap::new();
    let Some(reader) = archive.part(&path)? else {
        return Ok(targets);
    };
    let mut xml = Xml::new(reader, &path);
    loop {
        match xml.next()? {
            Event::Eof => return Ok(targets),
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let id = attribute(&element, "Id").unwrap_or_default();
                let kind = attribute(&element, "Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default();
                let target = attribute(&element, "Target").unwrap_or_default();
                if targets.len() < TARGETS && id.len() + kind.len() + target.len() <= 2_048 {
                    let target = Target { kind: kind.to_owned(), path: resolve(part, &target) };
                    targets.insert(id.into_owned(), target);
                }
            }
            _ => {}
        }
    }
}

/// The path that a target means when a part names it: relative to the part's folder, or absolute; with the backslashes,
/// the `./` and the `../` of odd writers resolved.
pub(crate) fn resolve(part: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let folder = match target.strip_prefix('/') {
        Some(_) => "",
        None => part.rsplit_once('/').map_or("", |(folder, _)| folder),
    };
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in target.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_of_odd_writers_resolve() {
        for target in [
            "worksheets/sheet1.xml",
            "/xl/worksheets/sheet1.xml",
            "worksheets\\sheet1.xml",
            "./worksheets/sheet1.xml",
            "../xl/worksheets/sheet1.xml",
            "\\xl\\worksheets\\sheet1.xml",
        ] {
            assert_eq!(resolve("xl/workbook.xml", target), "xl/worksheets/sheet1.xml");
        }
        assert_eq!(resolve("", "xl/workbook.xml"), "xl/workbook.xml");
    }
}
