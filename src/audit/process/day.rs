//! Dates of the precision that a survey gives: a day, a month or a year.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

/// A date known to the day, the month or the year: the first and the last day that it may be. Comparisons answer only what
/// holds for every day in between, so that no one is called late on a guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// First day possible.
    pub first: NaiveDate,
    /// Last day possible.
    pub last: NaiveDate,
}

impl Day {
    /// Reads `2019`, `2019-05` or `2019-05-01`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let month: Option<u32> = parts.next().map(str::parse).transpose().ok()?;
        let day: Option<u32> = parts.next().map(str::parse).transpose().ok()?;
        if parts.next().is_some() {
            return None;
        }
        let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
        let months = match (month, day) {
            (_, Some(_)) => return Some(Self { first, last: first }),
            (Some(_), None) => 1,
            (None, None) => 12,
        };
        let last = first.checked_add_months(Months::new(months))?.checked_sub_days(Days::new(1))?;
        Some(Self { first, last })
    }

    /// Whether it is certainly before a day.
    #[must_use]
    pub fn before(self, day: NaiveDate) -> bool {
        self.last < day
    }

    /// Whether it is certainly after a day.
    #[must_use]
    pub fn after(self, day: NaiveDate) -> bool {
        self.first > day
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else if self.first.month() == self.last.month() {
            write!(f, "{}", self.first.format("%Y年%-m月"))
        } else {
            write!(f, "{}年", self.first.year())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_is_late_only_when_all_of_it_is() {
        let september = Day::parse("2019-09").unwrap();
        assert!(!september.before(date("2019-09-30")));
        assert!(september.before(date("2019-10-01")));
        assert!(!september.after(date("2019-09-01")));
        assert!(september.after(date("2019-08-31")));
        assert_eq!(Day::parse("2020-02").unwrap().last, date("2020-02-29"));
        assert_eq!(Day::parse("2019-12").unwrap().last, date("2019-12-31"));
        assert_eq!(Day::parse("2019").unwrap().to_string(), "2019年");
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "无", "19-05", "2019-13", "2019-02-30", "2019-05-01-02", "2019年5月"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
