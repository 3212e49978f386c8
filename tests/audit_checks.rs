//! Data checks through the binary: each mistake of a survey is an exception with its code and cell, and a survey without
//! mistakes has none.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot set its scene must fail")]

use std::collections::BTreeSet;

use assert_cmd::Command;

fn exceptions(survey: &str) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("摸底.csv"), survey).unwrap();
    exceptions_of(folder.path(), "摸底.csv")
}

fn exceptions_of(folder: &std::path::Path, name: &str) -> Vec<(String, String)> {
    let output = Command::cargo_bin("capex")
        .unwrap()
        .current_dir(folder)
        .args(["audit", name, "--as-of", "2019-06-30", "--format", "json", "--quiet"])
        .output()
        .unwrap();
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a document");
    let list = document["exceptions"].as_array().expect("exceptions");
    let ids: BTreeSet<&str> = list.iter().filter_map(|exception| exception["id"].as_str()).collect();
    assert_eq!(ids.len(), list.len(), "ids are unique");
    list.iter()
        .filter(|exception| exception["kind"] == "data")
        .map(|exception| {
            assert!(!exception["suggestion"].as_str().unwrap_or_default().is_empty());
            (
                exception["code"].as_str().unwrap_or_default().to_owned(),
                exception["source"]["cell"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

const HEADER: &str =
    "企业名称,统一社会信用代码,州市,县市区,行业,设备名称,规格型号,数量,产能（万吨）,投产时间,运行状态,是否属于淘汰类";

fn codes(lines: &[&str]) -> Vec<(String, String)> {
    exceptions(&format!("{HEADER}\n{}\n", lines.join("\n")))
}

fn expect(lines: &[&str], expected: &[(&str, &str)]) {
    let found = codes(lines);
    let expected: Vec<(String, String)> =
        expected.iter().map(|(code, cell)| ((*code).to_owned(), (*cell).to_owned())).collect();
    assert_eq!(found, expected, "{lines:?}");
}

#[test]
fn a_survey_without_mistakes_has_no_data_exception() {
    expect(&["昆明甲钢铁有限公司,91530181MAX552098U,昆明市,安宁市,钢铁,高炉,450m³,1座,50,2004年5月,在产,"], &[]);
}

#[test]
fn codes_are_checked_by_their_check_character() {
    let line = |code: &str| format!("昆明甲钢铁有限公司,{code},昆明市,安宁市,钢铁,高炉,450m³,1座,50,2004年5月,在产,");
    expect(&[&line("91530181MAX5520980")], &[("uscc-check-character", "B2")]);
    expect(&[&line("91530181MAX55O098U")], &[("uscc-malformed", "B2")]);
    expect(&[&line("530000000012345")], &[("uscc-malformed", "B2")]);
}

#[test]
fn an_enterprise_under_two_codes_and_a_code_under_two_names() {
    expect(
        &[
            "甲公司,91530181MAX552098U,昆明市,安宁市,钢铁,高炉,450m³,1座,50,2004年5月,在产,",
            "甲公司,91530181MAX63128X3,昆明市,安宁市,钢铁,高炉,580m³,1座,60,2004年5月,在产,",
        ],
        &[("enterprise-two-codes", "B3")],
    );
    expect(
        &[
            "甲公司,91530181MAX552098U,昆明市,安宁市,钢铁,高炉,450m³,1座,50,2004年5月,在产,",
            "乙公司,91530181MAX552098U,昆明市,安宁市,钢铁,高炉,580m³,1座,60,2004年5月,在产,",
        ],
        &[("code-two-names", "B3")],
    );
}

#[test]
fn divisions_unknown_outdated_and_in_the_wrong_prefecture() {
    let line = |prefecture: &str, county: &str| {
        format!("甲公司,91530181MAX552098U,{prefecture},{county},钢铁,高炉,450m³,1座,50,2004年5月,在产,")
    };
    expect(&[&line("昆明市", "石家庄县")], &[("division-unknown", "D2")]);
    expect(&[&line("曲靖市", "沾益县")], &[("division-outdated", "D2")]);
    expect(&[&line("玉溪市", "安宁市")], &[("division-mismatch", "D2")]);
    expect(&[&line("昆明", "安宁")], &[]);
}

#[test]
fn numbers_dates_status_and_sector() {
    let line = |sector: &str, quantity: &str, capacity: &str, date: &str, status: &str| {
        format!("甲公司,91530181MAX552098U,昆明市,安宁市,{sector},高炉,450m³,{quantity},{capacity},{date},{status},")
    };
    expect(&[&line("钢铁", "1.5", "50", "2004年5月", "在产")], &[("quantity-not-whole", "H2")]);
    expect(&[&line("钢铁", "若干", "50", "2004年5月", "在产")], &[("quantity-not-whole", "H2")]);
    expect(&[&line("钢铁", "1座", "5000", "2004年5月", "在产")], &[("capacity-implausible", "I2")]);
    expect(&[&line("钢铁", "1座", "5", "2004年5月", "在产")], &[("capacity-implausible", "I2")]);
    expect(&[&line("钢铁", "1座", "50", "2019年8月", "在产")], &[("date-in-future", "J2")]);
    expect(&[&line("钢铁", "1座", "50", "2019年6月", "在产")], &[]);
    expect(&[&line("钢铁", "1座", "50", "1948", "在产")], &[("date-too-early", "J2")]);
    expect(&[&line("钢铁", "1座", "50", "很久以前", "在产")], &[("date-unreadable", "J2")]);
    expect(&[&line("钢铁", "1座", "50", "2004年5月", "优良")], &[("status-unknown", "K2")]);
    expect(&[&line("制糖", "1座", "50", "2004年5月", "在产")], &[("sector-outside-plan", "E2")]);
}

#[test]
fn a_capacity_without_any_unit() {
    let found = exceptions("企业名称,设备名称,规格型号,产能\n甲钢铁公司,高炉,450m³,50\n");
    assert_eq!(found, [("capacity-without-unit".to_owned(), "D2".to_owned())]);
    assert_eq!(exceptions("单位：万吨,,,\n企业名称,设备名称,规格型号,产能\n甲钢铁公司,高炉,450m³,50\n"), []);
}

#[test]
fn the_same_equipment_twice() {
    let line = "甲公司,91530181MAX552098U,昆明市,安宁市,钢铁,高炉,450m³,1座,50,2004年5月,在产,";
    expect(&[line, line], &[("equipment-duplicate", "F3")]);
}

#[test]
fn the_same_equipment_in_two_files() {
    let folder = tempfile::tempdir().unwrap();
    let line = "甲公司,91530181MAX552098U,昆明市,安宁市,钢铁,高炉,450m³,1座,50,2004年5月,在产,";
    for name in ["一.csv", "二.csv"] {
        std::fs::write(folder.path().join(name), format!("{HEADER}\n{line}\n")).unwrap();
    }
    let found = exceptions_of(folder.path(), ".");
    assert_eq!(found, [("equipment-duplicate".to_owned(), "F2".to_owned())]);
}

#[test]
fn a_disposition_without_its_date() {
    let heads = "企业名称,县市区,设备名称,规格型号,运行状态,处置措施,下达时间,关闭退出时间";
    let survey = |line: &str| exceptions(&format!("{heads}\n甲钢铁公司,安宁市,高炉,380m³,{line}\n"));
    let undated = [("disposition-undated".to_owned(), "F2".to_owned())];
    assert_eq!(survey("在产,停产整改,,"), undated);
    assert_eq!(survey("已拆除,依法关闭,2019年5月,"), undated);
    assert_eq!(survey("在产,停产整改,2019年5月,"), []);
    assert_eq!(survey("已拆除,依法关闭,2019年5月,2019年6月"), []);
    assert_eq!(survey("在产,,,"), []);
    let intended =
        "企业名称,县市区,设备名称,规格型号,运行状态,拟处置措施\n甲钢铁公司,安宁市,高炉,380m³,在产,停产整改\n";
    assert_eq!(exceptions(intended), []);
}

#[test]
fn the_surveys_own_answer_against_the_verdict() {
    let line = |model: &str, capacity: &str, answer: &str| {
        format!("甲公司,91530181MAX552098U,昆明市,安宁市,钢铁,炼铁高炉,{model},1座,{capacity},2004年5月,在产,{answer}")
    };
    expect(&[&line("380m³", "40", "否")], &[("answer-differs", "L2")]);
    expect(&[&line("380m³", "40", "是")], &[]);
    expect(&[&line("2500m³", "230", "是")], &[("answer-differs", "L2")]);
}

#[test]
fn totals_that_do_not_add_up() {
    let survey = |first: &str, total: &str| {
        format!(
            "企业名称,设备名称,规格型号,数量（座）,产能（万吨）\n甲钢铁公司,高炉,450m³,1,50\n,高炉,580m³,1,60\n小计,,,{first},110\n\
             乙钢铁公司,高炉,450m³,2,100\n小计,,,2,100\n合计,,,4,{total}\n"
        )
    };
    assert_eq!(exceptions(&survey("2", "210")), []);
    assert_eq!(exceptions(&survey("3", "210")), [("total-mismatch".to_owned(), "D4".to_owned())]);
    assert_eq!(exceptions(&survey("2", "200")), [("total-mismatch".to_owned(), "E7".to_owned())]);
    // A total above its lines.
    assert_eq!(
        exceptions(
            "企业名称,设备名称,规格型号,数量（座）\n合计,,,3\n甲钢铁公司,高炉,450m³,1\n乙钢铁公司,高炉,450m³,2\n"
        ),
        []
    );
}

#[test]
fn a_lead_sinter_machine_is_not_measured_by_the_yardstick_of_iron() {
    expect(&["甲公司,91530181MAX552098U,昆明市,安宁市,铅冶炼,铅烧结机,60㎡,1台,8,2004年5月,在产,"], &[]);
}

#[test]
fn a_mistake_in_a_merged_cell_is_told_once_and_not_for_each_line_that_it_covers() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let format = rust_xlsxwriter::Format::new();
    for (column, heading) in (0..).zip(["企业名称", "州市", "县市区", "行业", "设备名称", "规格型号", "数量"])
    {
        sheet.write(0, column, heading).unwrap();
    }
    for (column, text) in (0..).zip(["甲公司", "曲靖市", "沾益县", "钢铁"]) {
        sheet.merge_range(1, column, 3, column, text, &format).unwrap();
        sheet.write(4, column, text).unwrap();
    }
    for (row, model) in (1..).zip(["450m³", "580m³", "630m³", "1080m³"]) {
        for (column, text) in (4..).zip(["高炉", model, "1座"]) {
            sheet.write(row, column, text).unwrap();
        }
    }
    book.save(folder.path().join("摸底.xlsx")).unwrap();
    let found = exceptions_of(folder.path(), "摸底.xlsx");
    let outdated = |cell: &str| ("division-outdated".to_owned(), cell.to_owned());
    assert_eq!(found, [outdated("C2"), outdated("C5")]);
}

/// Numbers that only just fit an exact decimal once ended the run where they were added up or converted.
#[test]
fn numbers_beyond_any_plant_are_no_numbers() {
    let huge = "79228162514264337593543950335";
    let survey = format!(
        "{HEADER}\n甲厂,,昆明市,安宁市,钢铁,{huge}m³高炉,φ3mm×{huge}m,{huge},{huge},2005年,在用,否\n\
         乙厂,,昆明市,安宁市,电石,电石炉,{huge}万千伏安,2,{huge}亿吨,2005年,在用,否\n"
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("摸底.csv"), survey).unwrap();
    for arguments in [["--format", "json"], ["--format", "table"], ["-o", "清单.xlsx"], ["-o", "清单.html"]] {
        let output = Command::cargo_bin("capex")
            .unwrap()
            .current_dir(folder.path())
            .args(["audit", "摸底.csv", "--as-of", "2019-06-30", "--fail-on", "never", "--quiet"])
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_slip_in_a_heading_is_told_to_who_reads_the_audit() {
    let found = exceptions("企业名成,县市区,设备名称,规格形号,数量\n甲钢铁公司,安宁市,高炉,450m³,1座\n");
    let slips: Vec<&str> =
        found.iter().filter(|(code, _)| code == "column-slip").map(|(_, cell)| cell.as_str()).collect();
    assert_eq!(slips, ["A1", "D1"], "{found:?}");
}
