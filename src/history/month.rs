//! A month of the ledger.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, Months, NaiveDate};

/// A calendar month, written `2019-06`. Months order as time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: NaiveDate,
}

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        use chrono::Datelike;
        Self { first: day.with_day(1).unwrap_or(day) }
    }

    /// Its last day: the as-of date of a monthly check.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        let next = self.first.checked_add_months(Months::new(1));
        next.and_then(|next| next.checked_sub_days(Days::new(1))).unwrap_or(self.first)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        use chrono::Datelike;
        self.first.year()
    }

    /// Its name towards people: 2019年6月.
    #[must_use]
    pub fn chinese(self) -> String {
        self.first.format("%Y年%-m月").to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first.format("%Y-%m"))
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("月份应写成 2019-06 的样子，这里是「{text}」");
        if text.len() != 7 {
            return Err(wrong());
        }
        NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").map(|first| Self { first }).map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_and_knows_its_last_day() {
        let month: Month = "2020-02".parse().unwrap();
        assert_eq!((month.to_string(), month.last_day().to_string()), ("2020-02".into(), "2020-02-29".into()));
        assert_eq!("2019-12".parse::<Month>().unwrap().last_day().to_string(), "2019-12-31");
        assert_eq!(Month::of("2019-06-17".parse().unwrap()).to_string(), "2019-06");
        for wrong in ["2019-6", "2019-13", "201906", "2019-06-01", "六月"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }
}
