//! What a file is, by its content. Names lie: report systems give web pages the suffix .xls, and people rename.

use super::error::ReadError;
use super::source::Source;
use super::text_encoding::{self, Detected};

/// The container that a file's first bytes show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive: xlsx, xlsb, ods, or something else.
    Zip,
    /// A compound file: xls, an encrypted workbook, or something else.
    Compound,
    /// BIFF records without a compound file around them.
    BareBiff,
    /// SpreadsheetML 2003.
    Xml2003(Detected),
    /// OpenDocument in one XML file.
    FlatOds(Detected),
    /// A web page.
    Html(Detected),
    /// Delimited text.
    Text(Detected),
}

const AS_XLSX: &str = "请用 Excel 或 WPS 打开并另存为 xlsx 后再试";
const ASK_WORKBOOK: &str = "请报送 xlsx、xls、ods 或 csv 格式的摸底表";

/// First bytes of what people send by mistake: bytes, what it is, advice.
const FOREIGN: &[(&[u8], &str, &str)] = &[
    (b"%PDF", "PDF 文件", ASK_WORKBOOK),
    (b"\x89PNG", "图片（PNG）", ASK_WORKBOOK),
    (b"\xFF\xD8\xFF", "图片（JPEG）", ASK_WORKBOOK),
    (b"GIF8", "图片（GIF）", ASK_WORKBOOK),
    (b"BM", "图片（BMP）", ASK_WORKBOOK),
    (b"II*\0", "图片（TIFF）", ASK_WORKBOOK),
    (b"MM\0*", "图片（TIFF）", ASK_WORKBOOK),
    (b"{\\rtf", "RTF 文档", ASK_WORKBOOK),
    (b"Rar!", "压缩包（RAR）", "请先解压，再给出其中的工作簿"),
    (b"7z\xBC\xAF", "压缩包（7z）", "请先解压，再给出其中的工作簿"),
    (b"\x1F\x8B", "压缩包（gzip）", "请先解压，再给出其中的工作簿"),
    (b"MZ", "程序文件", ASK_WORKBOOK),
    (b"\x7FELF", "程序文件", ASK_WORKBOOK),
    (b"SQLite format 3", "数据库文件（SQLite）", ASK_WORKBOOK),
    (b"\0\x01\0\0Standard", "数据库文件（Access）", "请在 Access 中把表导出为 xlsx"),
    (b"\x09\x00\x04\x00", "Excel 2 的旧格式", AS_XLSX),
    (b"\x09\x02\x06\x00", "Excel 3 的旧格式", AS_XLSX),
    (b"\x09\x04\x06\x00", "Excel 4 的旧格式", AS_XLSX),
];

/// Looks at the first bytes, and at the encoding of text.
pub(super) fn sniff(source: &Source) -> Result<Kind, ReadError> {
    let failed = |error: std::io::Error| {
        ReadError::new("file-unreadable", format!("读取失败（{error}）"), "请检查磁盘或网络后再试")
    };
    let head = source.head(16 << 10).map_err(failed)?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Zip);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Kind::Compound);
    }
    if head.starts_with(b"\x09\x08") && matches!(head.get(2..4), Some(b"\x08\x00" | b"\x10\x00")) {
        return Ok(Kind::BareBiff);
    }
    if let Some((_, what, advice)) = FOREIGN.iter().find(|(magic, _, _)| head.starts_with(magic))
        && !looks_like_text(&head)
    {
        return Err(ReadError::new("file-not-a-workbook", format!("{what}，不是工作簿"), *advice));
    }
    if head.iter().all(|byte| *byte == 0) {
        return Err(ReadError::new("file-damaged", "内容全是零字节", "请向报送单位重新索取完整文件"));
    }
    let detected = text_encoding::detect(source.reader().map_err(failed)?).map_err(failed)?;
    let (text, _) = detected.encoding.decode_with_bom_removal(&head);
    if is_binary(&text) {
        return Err(ReadError::new("file-unknown", "无法识别的二进制文件", ASK_WORKBOOK));
    }
    if text.chars().all(char::is_whitespace) && source.length <= head.len() as u64 {
        return Err(ReadError::new("file-empty", "空文件（只有空白）", "请向报送单位重新索取文件"));
    }
    markup(&text, detected)
}

/// Whether bytes that look like a foreign file may yet be the words of a table: `BM-1,…` and `MZ…` are model codes.
fn looks_like_text(head: &[u8]) -> bool {
    !head.iter().take(512).any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n'))
        && !head.starts_with(b"%PDF")
        && !head.starts_with(b"{\\rtf")
}

fn is_binary(text: &str) -> bool {
    let (mut bad, mut all) = (0_usize, 0_usize);
    for character in text.chars() {
        all += 1;
        let control = character.is_control() && !matches!(character, '\t' | '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{1a}');
        bad += usize::from(control || character == char::REPLACEMENT_CHARACTER);
    }
    bad > 2 && bad * 20 > all
}

fn markup(text: &str, detected: Detected) -> Result<Kind, ReadError> {
    let start = text.trim_start().to_lowercase();
    if start.starts_with("mime-version:") || start.starts_with("from: <") {
        let advice = "请用 Excel 或 WPS 打开并另存为 xlsx 后再试";
        return Err(ReadError::new("file-not-a-workbook", "单个文件网页（MHTML）", advice));
    }
    if !start.starts_with('<') {
        return Ok(Kind::Text(detected));
    }
    let first = |needle: &str| start.find(needle);
    if start.contains("<html")
        || start.contains("<!doctype html")
        || first("<table").is_some_and(|_| !start.starts_with("<?xml"))
    {
        return Ok(Kind::Html(detected));
    }
    if start.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        return Ok(Kind::Xml2003(detected));
    }
    if start.contains("urn:oasis:names:tc:opendocument") && start.contains("document") {
        return Ok(Kind::FlatOds(detected));
    }
    if ["<table", "<style", "<meta", "<head", "<body", "<div", "<center", "<tr"].iter().any(|tag| start.contains(tag)) {
        return Ok(Kind::Html(detected));
    }
    Err(ReadError::new("file-not-a-workbook", "XML 文件，不是工作簿", AS_XLSX))
}
