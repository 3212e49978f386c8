//! Places already looked up: a survey names a few counties over and over.

use std::collections::HashMap;
use std::sync::Arc;

use super::divisions::Divisions;
use super::resolve::{Place, PlaceProblem};

/// Pairs that are kept before all are forgotten: some thirty times the counties of Yunnan, so that memory does not grow with
/// a column that holds something else than counties.
const MOST: usize = 4096;

/// What a pair of words was found to mean.
pub type Answer = (Place<'static>, Vec<PlaceProblem>);

/// Answers of [`Divisions::place`], remembered.
#[derive(Debug)]
pub struct Places {
    divisions: &'static Divisions,
    /// By prefecture, then by county, as written.
    known: HashMap<Box<str>, HashMap<Box<str>, Arc<Answer>>>,
    pairs: usize,
}

impl Places {
    /// Over a list of divisions.
    #[must_use]
    pub fn new(divisions: &'static Divisions) -> Self {
        Self { divisions, known: HashMap::new(), pairs: 0 }
    }

    /// What the words of the prefecture and county columns mean together, as [`Divisions::place`] says.
    pub fn place(&mut self, prefecture: &str, county: &str) -> Arc<Answer> {
        if let Some(answer) = self.known.get(prefecture).and_then(|counties| counties.get(county)) {
            return Arc::clone(answer);
        }
        if self.pairs >= MOST {
            self.known.clear();
            self.pairs = 0;
        }
        self.pairs += 1;
        let answer = Arc::new(self.divisions.place(prefecture, county));
        self.known.entry(prefecture.into()).or_default().insert(county.into(), Arc::clone(&answer));
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_looking_up_says() {
        let divisions = Divisions::built_in();
        let mut places = Places::new(divisions);
        for round in 0..3 {
            for (prefecture, county) in
                [("昆明", "安宁"), ("昆明市", "个旧市"), ("", "沾益县"), ("石家庄", ""), ("", "")]
            {
                let looked_up = divisions.place(prefecture, county);
                assert_eq!(*places.place(prefecture, county), looked_up, "{round} {prefecture} {county}");
            }
            for nth in 0..MOST {
                places.place("", &format!("第{nth}车间"));
            }
            assert!(places.pairs <= MOST);
        }
    }
}
