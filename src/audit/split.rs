//! A part of a result as a result of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::citation::CitedEntry;
use super::document::{Document, Totals};
use super::ledger::Ledger;
use crate::matching::Verdict;
use crate::survey::{Field, Value};

impl Document {
    /// The prefectures that its records name, in order of name; records without one are not among them.
    #[must_use]
    pub fn prefectures(&self) -> Vec<String> {
        let names = self.records.iter().filter_map(|record| record.fields.get(&Field::Prefecture)).map(Value::to_text);
        names.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The records of one prefecture with their exceptions, as a result of its own. Its ledger counts its records only: the
    /// other rows of a file belong to the file, not to a prefecture.
    #[must_use]
    pub fn of_prefecture(&self, prefecture: &str) -> Document {
        let text = |record: &super::AuditedRecord, field| record.fields.get(&field).map(Value::to_text);
        let records: Vec<_> = self
            .records
            .iter()
            .filter(|record| text(record, Field::Prefecture).as_deref() == Some(prefecture))
            .cloned()
            .collect();
        let ids: BTreeSet<&str> = records.iter().map(|record| record.id.as_str()).collect();
        let files: BTreeSet<&str> = records.iter().map(|record| &*record.source.file).collect();
        let mut totals = Totals::default();
        let mut ledger = Ledger::default();
        for record in &records {
            ledger.rows += 1;
            ledger.records += 1;
            *match (record.verdict, record.waived_by.is_some()) {
                (_, true) => &mut ledger.waived,
                (Verdict::Eliminate | Verdict::Prohibit | Verdict::Restrict, _) => &mut ledger.hit,
                (Verdict::Review, _) => &mut ledger.review,
                (Verdict::Exempt, _) => &mut ledger.exempt,
                (Verdict::Clear, _) => &mut ledger.clear,
            } += 1;
            let sector = text(record, Field::Sector).unwrap_or_else(|| "（未写行业）".to_owned());
            *totals.verdict.entry(record.verdict).or_default() += 1;
            *totals.sector.entry(sector).or_default().entry(record.verdict).or_default() += 1;
            *totals.prefecture.entry(prefecture.to_owned()).or_default().entry(record.verdict).or_default() += 1;
        }
        let mut findings: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for finding in records.iter().flat_map(|record| &record.items).flat_map(|item| &item.findings) {
            *findings.entry((&finding.catalog, &finding.entry)).or_default() += 1;
        }
        let cited = self
            .cited
            .iter()
            .filter_map(|cited| {
                let findings = *findings.get(&(cited.catalog.as_str(), cited.entry.as_str()))?;
                Some(CitedEntry { findings, ..cited.clone() })
            })
            .collect();
        let exceptions = self
            .exceptions
            .iter()
            .filter(|exception| exception.record.as_deref().is_some_and(|id| ids.contains(id)))
            .cloned()
            .collect();
        let inputs = self.inputs.iter().filter(|input| files.contains(input.file.as_str())).cloned().collect();
        let waivers = self
            .waivers
            .iter()
            .filter(|waiver| waiver.records.iter().any(|id| ids.contains(id.as_str())))
            .cloned()
            .collect();
        Document {
            schema: self.schema.clone(),
            tool: self.tool.clone(),
            plan: self.plan.clone(),
            as_of: self.as_of,
            scope: self.scope.clone(),
            catalogs: self.catalogs.clone(),
            inputs,
            ledger,
            exceptions,
            cited,
            waivers,
            totals,
            records,
        }
    }
}
