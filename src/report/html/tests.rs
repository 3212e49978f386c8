//! What the page holds, and what it must never hold.

use super::*;
use crate::audit::Document;

fn document() -> Document {
    serde_json::from_str(include_str!("../../../tests/fixtures/result.json")).unwrap()
}

fn page_of(document: &Document) -> String {
    page(&View::new(document)).into_string()
}

#[test]
fn a_cell_cannot_become_markup() {
    let mut document = document();
    document.records[0].items[0].text = "<img src=x onerror=alert(1)>\"'&380m³".into();
    document.inputs[2].error = Some("<b>坏</b>".into());
    document.plan.title = "</title><script>x()</script>".into();
    let page = page_of(&document);
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;"));
    assert!(!page.contains("<img") && !page.contains("<b>坏") && !page.contains("<script>x()"));
    assert_eq!(page.matches("<script").count(), 1, "only our own script");
    assert!(!page.contains("<script>alert("), "a name in the fixture is a script");
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let page = page_of(&document());
    assert!(!page.contains(" src=") && !page.contains("@import") && !page.contains("<link"));
    for link in page.split("href=\"").skip(1) {
        assert!(link.starts_with('#'), "{}", &link[..40]);
    }
    assert!(page.contains("default-src 'none'"));
    assert!(!STYLE.contains("http") && !SCRIPT.contains("http") && !SCRIPT.contains("innerHTML"));
}

#[test]
fn every_case_every_exception_and_every_record_is_there() {
    let document = document();
    let page = page_of(&document);
    for record in &document.records {
        assert!(page.contains(&record.id), "{}", record.id);
    }
    for exception in document.exceptions.iter().filter(|exception| exception.kind != crate::audit::Kind::Compliance) {
        assert!(page.contains(&maud::html! { (exception.message) }.into_string()), "{}", exception.message);
    }
    for entry in &document.cited {
        assert!(page.contains(&maud::html! { (entry.name) }.into_string()), "{}", entry.name);
    }
    for near_miss in document.records.iter().flat_map(|record| &record.items).flat_map(|item| &item.near_misses) {
        assert!(page.contains(&maud::html! { (near_miss.stopped_by) }.into_string()), "{near_miss:?}");
    }
}

#[test]
fn recognised_words_are_marked_in_the_phrase_and_in_the_cells_beside_it() {
    let mut document = document();
    let page = page_of(&document);
    let record = &mut document.records[0];
    record.items[0].text = "炼铁高炉".into();
    record.items[0].facts[0].from = "model".into();
    record.fields.insert(crate::survey::Field::Model, crate::survey::Value::Text("380m³（铭牌）".into()));
    assert!(page_of(&document).contains("规格型号：</span><mark title=\"有效容积 380 m³\">380m³</mark>（铭牌）"));
    assert!(page.contains("<mark title=\"有效容积 380 m³\">380m³</mark>"));
    assert!(
        page.contains(
            "<mark title=\"磨机直径 2.2 m；磨机长度 7 m\">φ2.2×7m</mark><mark title=\"识别为 水泥磨\">水泥磨"
        )
    );
}

#[test]
fn a_page_says_what_it_leaves_out() {
    let mut document = document();
    let record = document.records[6].clone();
    document.records.extend(std::iter::repeat_n(record, DETAIL_ROWS));
    let page = page_of(&document);
    assert!(page.contains("页面只列前 5000 行，另有 14 行"));
}

#[test]
fn the_same_document_gives_the_same_page() {
    assert_eq!(page_of(&document()), page_of(&document()));
}
