//! `capex plan show`: the plan as people read it.

use crate::cli::options::Form;
use crate::cli::{Console, Exit, setup};
use crate::plan::{Choice, Plan};
use crate::report::terminal::{Column, Table};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// 工作方案：内置方案的编号，或一个 yaml 文件
    #[arg(long, value_name = "方案", default_value = "yunnan-2019")]
    plan: String,
    /// 输出形式：table 表格、json
    #[arg(long, value_name = "形式", value_enum, default_value_t, hide_possible_values = true)]
    format: Form,
}

impl Arguments {
    pub(super) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        let plan = setup::plan(&self.plan)?;
        let text = match self.format {
            Form::Json => serde_json::to_string_pretty(&plan)? + "\n",
            Form::Table => text(&plan, console),
        };
        console.data(|out| Ok(out.write_all(text.as_bytes())?))?;
        Ok(Exit::Clean)
    }
}

fn text(plan: &Plan, console: &Console) -> String {
    let mut table = Table::new(vec![
        Column::new("阶段", 8),
        Column::new("期限", 10),
        Column::new("报送", 24).weight(3),
        Column::new("报给", 12).weight(1),
        Column::new("抄送", 8).weight(1),
    ]);
    for phase in &plan.phases {
        let due = match &phase.due_words {
            Some(words) => format!("{}（{words}）", phase.due),
            None => phase.due.to_string(),
        };
        if phase.deliveries.is_empty() {
            table.plain([phase.name.as_str(), &due, "—", "—", "—"]);
        }
        for (nth, delivery) in phase.deliveries.iter().enumerate() {
            let first = nth == 0;
            let what = format!("{}报{}", delivery.from.chinese(), delivery.what);
            let copies = if delivery.copies.is_empty() { "—".to_owned() } else { delivery.copies.join("、") };
            let (name, due) = if first { (phase.name.as_str(), due.as_str()) } else { ("", "") };
            table.plain([name, due, &what, &delivery.to, &copies]);
        }
    }
    let enforcement = &plan.enforcement;
    let names =
        |kinds: &[crate::plan::Kind]| kinds.iter().map(|kind| kind.name.as_str()).collect::<Vec<_>>().join("、");
    let catalogs = match plan.catalogs() {
        Choice::Listed(ids) => ids.join("、"),
        Choice::InForce => "核查日有效的全部目录".to_owned(),
    };
    let mut lines = vec![
        format!("{}（{}）", plan.title, plan.document),
        format!("编号 {}　地区 {}　年份 {}", plan.id, plan.region, plan.year),
        format!("行业 {}", plan.sectors.join("、")),
        format!("目录 {catalogs}"),
    ];
    if !plan.supplementary.is_empty() {
        lines.push(format!("补充依据 {}", plan.supplementary.join("、")));
    }
    lines.push(table.draw(console.width(), console.color()));
    let order = enforcement.measure(enforcement.order);
    let hazard = enforcement.measure(enforcement.hazard);
    lines.push(format!(
        "处置：淘汰、禁止的至少{order}；重大隐患一律至少{hazard}（由轻到重：{}）",
        names(&enforcement.measures)
    ));
    if enforcement.copied {
        lines.push("抄送：执法文书抄送其他有关部门".to_owned());
    }
    if !plan.pricing.is_empty() {
        lines.push(format!("价格：{}", names(&plan.pricing)));
    }
    lines.push(format!("关闭：逾期未整改到位的，{} 前依法关闭", enforcement.close_by));
    lines.push(format!("验收：逐户，{}", plan.opinion));
    if !plan.no_return.is_empty() {
        lines.push(format!("严防死灰复燃：{}", plan.no_return.join("、")));
    }
    lines.extend(plan.doubts.iter().map(|doubt| format!("待核对：{doubt}")));
    lines.join("\n") + "\n"
}
