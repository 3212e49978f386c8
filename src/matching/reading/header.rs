//! What the header of a column says of the numbers below it.

use crate::catalog::ParameterId;
use crate::text::fold;

use super::super::control::Control;
use super::super::lexicon::{Lexicon, Target};

/// What a header says of the numbers below it.
#[derive(Debug)]
pub(in crate::matching) struct Header {
    pub(super) parameters: Vec<ParameterId>,
    /// 总炉容, 合计容量: sums over all pieces.
    pub(super) total: bool,
}

impl Header {
    pub(super) fn read(header: &str, lexicon: &Lexicon) -> Self {
        let folded = fold(header);
        let targets: Vec<Target> =
            lexicon.mentions(&folded.text).into_iter().flat_map(|mention| lexicon.targets(mention).to_vec()).collect();
        let parameters = targets.iter().filter_map(|target| match target {
            Target::Parameter(parameter) => Some(*parameter),
            _ => None,
        });
        let total = targets.contains(&Target::Control(Control::Total));
        Self { parameters: parameters.collect(), total }
    }
}
