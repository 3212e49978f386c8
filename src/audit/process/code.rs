//! The codes of process exceptions: each with its gravity, the phase it comes from and what to do.

use crate::audit::Severity;

macro_rules! codes {
    ($($variant:ident $code:literal $severity:ident $phase:literal $suggestion:literal),+ $(,)?) => {
        /// What can be wrong with the course of a case. Documented in `docs/exceptions.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $suggestion] $variant),+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The code in files and JSON.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $code),+ }
            }

            /// How grave it is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),+ }
            }

            /// The phase of the plan that it offends.
            #[must_use]
            pub fn phase(self) -> &'static str {
                match self { $(Code::$variant => $phase),+ }
            }

            /// What to do, in Chinese.
            #[must_use]
            pub fn suggestion(self) -> &'static str {
                match self { $(Code::$variant => $suggestion),+ }
            }
        }
    };
}

codes! {
    PrefectureSurveyMissing "prefecture-survey-missing" Error "survey"
        "催报该州（市）摸底表，必要时通报",
    CountySurveyMissing "county-survey-missing" Error "survey"
        "由所在州（市）催报该县（市、区）摸底表；确无相关企业的，报零报告",
    OrderMissing "order-missing" Error "enforcement"
        "立即下达执法文书，写明处置措施、下达时间和整改期限",
    OrderOverdue "order-overdue" Error "enforcement"
        "到现场核实整改情况；未整改到位的，列入年内依法关闭名单",
    HazardAnswerTooLight "hazard-answer-too-light" Error "enforcement"
        "存在重大隐患，改为停产整改并重新下达文书",
    FailedNotListedForExit "failed-not-listed-for-exit" Error "enforcement"
        "列入年内依法关闭名单，处置措施改为依法关闭",
    ExitNotClosed "exit-not-closed" Error "summary"
        "已过年内关闭期限，提请当地政府依法关闭并填写关闭退出时间",
    OrderNotCopied "order-not-copied" Warning "enforcement"
        "将执法文书抄送其他有关部门，并在抄送部门栏写明",
    PriceMissing "price-missing" Warning "enforcement"
        "与价格、电力、水利等有关部门核对是否已执行差别化价格，在差别化价格栏写明种类",
    ClosedWithoutAcceptance "closed-without-acceptance" Error "acceptance"
        "组织逐户验收，出具书面验收意见，填写验收时间和文号",
    AcceptanceIncomplete "acceptance-incomplete" Error "acceptance"
        "补齐验收时间和验收意见文号",
    OpinionBeforeClosing "opinion-before-closing" Error "acceptance"
        "核对关闭退出时间与验收时间；先验收后关闭的，重新验收",
    DatesContradict "dates-contradict" Warning "enforcement"
        "与原始文书核对，更正时间",
    StatusContradictsDates "status-contradicts-dates" Warning "enforcement"
        "与现场核对，更正运行状态、整改结果或时间",
    ClosedPlantRunning "closed-plant-running" Error "summary"
        "疑似死灰复燃：立即现场核查，属实的依法从严处理并上报",
    BannedReturn "banned-return" Error "summary"
        "方案要求严防死灰复燃：立即现场核查，属实的依法取缔并上报",
}
