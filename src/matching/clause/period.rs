//! What 日产, 年产, 每小时 make of the number behind them.

use super::super::control::Control;
use crate::quantity::{Dimension, Measure};

/// Whether a measure behind 日产, 每小时 or 每分钟 tells how much passes, not how large a thing is.
pub(super) fn is_flow(measure: &Measure, period: Option<Control>) -> bool {
    let size = matches!(measure.unit.dimension, Dimension::Volume | Dimension::Area | Dimension::Length);
    match period {
        Some(Control::PerDay | Control::PerHour) => size,
        Some(Control::PerMinute) => size || measure.unit.dimension == Dimension::Mass,
        _ => false,
    }
}

/// 日产2000吨 is a daily capacity, 年产3万平方米 a yearly one.
pub(super) fn of_period(mut measure: Measure, period: Option<Control>) -> Measure {
    let dimension = match (measure.unit.dimension, period) {
        (Dimension::Mass | Dimension::MassPerYear, Some(Control::PerDay)) => Dimension::MassPerDay,
        (Dimension::Mass, Some(Control::PerYear)) => Dimension::MassPerYear,
        (Dimension::Mass, Some(Control::PerHour)) => Dimension::MassPerHour,
        (Dimension::Area, Some(Control::PerYear)) => Dimension::AreaPerYear,
        (Dimension::Volume, Some(Control::PerYear)) => Dimension::VolumePerYear,
        _ => return measure,
    };
    measure.unit.dimension = dimension;
    measure
}
