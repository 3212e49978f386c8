//! The plans compiled into the program, and plans from files.

use std::path::Path;

use super::Plan;
use crate::yaml::Problem;

const BUILTIN: &[(&str, &str)] = &[("yunnan-2019", include_str!("../../catalogs/plans/yunnan-2019.yaml"))];

const STARTER: &str = include_str!("../../catalogs/plans/starter.yaml");

/// The ids of the plans compiled in.
#[must_use]
pub fn list() -> Vec<&'static str> {
    BUILTIN.iter().map(|(id, _)| *id).collect()
}

/// A plan as `--plan ID|FILE` names it: the id of a plan compiled in, else a file.
///
/// # Errors
/// Every problem of the file with its position; one that names the known ids if there is neither such a plan nor a file.
pub fn find(id_or_file: &str) -> Result<Plan, Vec<Problem>> {
    if list().contains(&id_or_file) {
        return Plan::builtin(id_or_file);
    }
    let path = Path::new(id_or_file);
    if path.exists() {
        return Plan::load(path);
    }
    Err(vec![Problem::of_file(
        id_or_file,
        format!("没有这个工作方案，也没有这个文件；内置的方案：{}", list().join("、")),
    )])
}

impl Plan {
    /// A plan compiled in.
    ///
    /// # Errors
    /// Names the known ids if there is no such plan.
    pub fn builtin(id: &str) -> Result<Self, Vec<Problem>> {
        let (name, text) = BUILTIN
            .iter()
            .find(|(known, _)| *known == id)
            .ok_or_else(|| vec![Problem::of_file(id, format!("没有内置这个工作方案；有：{}", list().join("、")))])?;
        Self::read(&format!("plans/{name}.yaml"), text)
    }

    /// A plan from a file.
    ///
    /// # Errors
    /// Every problem of the file with its position.
    pub fn load(path: &Path) -> Result<Self, Vec<Problem>> {
        let file = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::read(&file, &text),
            Err(error) => {
                Err(vec![Problem::of_file(&file, format!("读不出工作方案：{error}；应是 UTF-8 的 YAML 文件"))])
            }
        }
    }
}

/// A commented starter for another region and year, ready to be edited.
#[must_use]
pub fn starter(id: &str, region: &str, region_name: &str, year: i32) -> String {
    STARTER
        .replace("{id}", id)
        .replace("{region_name}", region_name)
        .replace("{region}", region)
        .replace("{year}", &year.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Choice;

    #[test]
    fn every_builtin_plan_is_valid() {
        for id in list() {
            let plan = Plan::builtin(id).unwrap_or_else(|problems| panic!("{problems:?}"));
            assert_eq!(plan.id, id);
        }
    }

    #[test]
    fn the_yunnan_plan_has_the_year_of_its_document() {
        let plan = Plan::builtin("yunnan-2019").unwrap();
        let due: Vec<(&str, String)> =
            plan.phases.iter().map(|phase| (phase.id.as_str(), phase.due.to_string())).collect();
        assert_eq!(
            due,
            [
                ("work-plan", "2019-04-30".to_owned()),
                ("survey", "2019-06-30".to_owned()),
                ("enforcement", "2019-09-30".to_owned()),
                ("inspection", "2019-12-15".to_owned()),
                ("acceptance", "2019-12-15".to_owned()),
                ("summary", "2019-12-31".to_owned()),
            ]
        );
        assert_eq!(plan.sectors.len(), 9);
        let Choice::Listed(catalogs) = plan.catalogs() else { panic!("listed catalogues") };
        assert_eq!(catalogs.len(), 5);
        assert_eq!(plan.supplementary, ["guofa-2010-7"]);
        assert_eq!(plan.enforcement.measure(plan.enforcement.hazard), "停产整改");
        assert_eq!(plan.pricing.len(), 4);
        assert_eq!(plan.article("survey"), "云应急办〔2019〕14号 摸底排查阶段");
    }

    #[test]
    fn the_starter_is_a_valid_plan() {
        let text = starter("guizhou-2020", "520000", "贵州省", 2020);
        let plan = Plan::read("starter.yaml", &text).unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!((plan.year, plan.region.as_str(), plan.catalogs()), (2020, "520000", &Choice::InForce));
    }

    #[test]
    fn an_unknown_plan_is_answered_with_the_known_ones() {
        let problems = find("yunnan-2018").unwrap_err();
        assert!(problems[0].to_string().contains("yunnan-2019"));
    }
}
