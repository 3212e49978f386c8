//! The HTML report in a real browser: search, filter, sort and details work, and the page asks for nothing.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stderr, reason = "a test that cannot be set up has failed")]

use std::path::Path;
use std::process::Command;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Does in the page what a person would do, and writes down what is then seen.
const VISIT: &str = r##"
const seen = {};
const bodies = (id) => Array.from(document.querySelectorAll("#" + id + " table[data-list] > tbody"));
const shown = (id) => bodies(id).filter((body) => !body.hidden);
const column = (id, index) => bodies(id).map((body) => body.rows[0].cells[index].textContent.trim());
seen.js = document.documentElement.className;
seen.network = performance.getEntriesByType("resource").length;
seen.all = shown("grave").length;
const search = document.getElementById("search");
document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true}));
seen.focus = document.activeElement.id;
search.value = "烧结机 淘汰";
search.dispatchEvent(new Event("input"));
seen.searched = shown("grave").length;
seen.count = document.querySelector("#grave .count").textContent;
document.getElementById("reset").click();
seen.reset = shown("grave").length;
const prefecture = document.querySelector("select[data-filter=prefecture]");
prefecture.value = "玉溪市";
prefecture.dispatchEvent(new Event("change"));
seen.filtered = shown("grave").length;
seen.detail = shown("all").length;
document.getElementById("reset").click();
const heads = Array.from(document.querySelectorAll("#grave thead th"));
const overdue = heads.findIndex((head) => head.textContent.includes("超期"));
const button = heads[overdue].querySelector("button");
button.click();
seen.ascending = column("grave", overdue);
button.click();
seen.descending = column("grave", overdue);
seen.sort = heads[overdue].getAttribute("aria-sort");
const open = document.querySelector("#grave button.open");
const row = document.getElementById(open.getAttribute("aria-controls"));
seen.closed = getComputedStyle(row).display;
open.click();
seen.opened = getComputedStyle(row).display;
seen.expanded = open.getAttribute("aria-expanded");
const unfolded = () => document.querySelectorAll("tr.detail.shown").length;
const unfold = document.getElementById("unfold");
unfold.click();
seen.unfolded = unfolded() === document.querySelectorAll("button.open").length;
unfold.click();
seen.folded = unfolded();
seen.marks = document.querySelectorAll("#grave mark[title]").length > 0;
seen.overflow = document.documentElement.scrollWidth > innerWidth;
seen.scripts = document.scripts.length;
document.title = JSON.stringify(seen);
"##;

/// What a phone shows: a card for each line, the name of each value before it, nothing wider than the screen.
const PHONE: &str = r##"
const row = document.querySelector("#grave tbody tr");
const cell = row.querySelector("td[data-label=企业名称]");
document.querySelectorAll("button.open").forEach((button) => button.click());
document.title = JSON.stringify({
  width: innerWidth,
  row: getComputedStyle(row).display,
  label: getComputedStyle(cell, "::before").content,
  overflow: document.documentElement.scrollWidth > innerWidth,
  button: row.querySelector("button.open").getBoundingClientRect().height >= 40,
});
"##;

fn browser() -> Option<&'static str> {
    BROWSERS
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()))
}

/// Opens the report of the fixture in a window of a size, runs a script in it, and says what that wrote down. `None` where no
/// browser is installed.
fn visit(script: &str, size: &str) -> Option<serde_json::Value> {
    let Some(browser) = browser() else {
        eprintln!("skipped: none of {BROWSERS:?} is installed, the HTML report is not tried in a browser");
        return None;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("report.html");
    assert_cmd::Command::cargo_bin("capex")
        .expect("the binary")
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"))
        .args(["report", "result.json", "--quiet", "-o"])
        .arg(&page)
        .assert()
        .success();
    let written = std::fs::read_to_string(&page).expect("a page");
    let visited = written.replace("</body>", &format!("<script>{script}</script></body>"));
    assert_ne!(written, visited);
    std::fs::write(&page, visited).expect("a page");
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync", "--dump-dom"])
        .arg(format!("--window-size={size}"))
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser runs");
    let dom = String::from_utf8_lossy(&output.stdout);
    let title = dom.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
    let seen = serde_json::from_str(&title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"));
    Some(seen.unwrap_or_else(|error| panic!("{error}: {title}\n{}", String::from_utf8_lossy(&output.stderr))))
}

#[test]
fn a_phone_shows_cards_that_fit_its_width() {
    let Some(seen) = visit(PHONE, "500,900") else { return };
    assert_eq!(
        seen,
        serde_json::json!({"width": 500, "row": "block", "label": "\"企业名称\"", "overflow": false, "button": true})
    );
}

#[test]
fn search_filter_sort_and_details_work() {
    let Some(seen) = visit(VISIT, "1400,900") else { return };
    assert_eq!(
        seen,
        serde_json::json!({
            "js": "js",
            "network": 0,
            "all": 6,
            "focus": "search",
            "searched": 1,
            "count": "1 / 6",
            "reset": 6,
            "filtered": 4,
            "detail": 8,
            "ascending": ["1642", "2738", "", "", "", ""],
            "descending": ["2738", "1642", "", "", "", ""],
            "sort": "descending",
            "closed": "none",
            "opened": "table-row",
            "expanded": "true",
            "unfolded": true,
            "folded": 0,
            "marks": true,
            "overflow": false,
            "scripts": 2,
        })
    );
}
