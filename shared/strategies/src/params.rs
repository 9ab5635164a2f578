//! Parameters that many strategies share, so that one name means one thing everywhere.

use crate::{Param, ParamError, ParamKind, Params, Unit};
use domain::Text;

/// Distance of the protective stop; a plan takes it by [`crate::Plan::stop_loss`].
pub const STOP_LOSS: Param = Param {
    id: "stop",
    label: Text::new("Stop-loss", "손절"),
    help: Text::new(
        "Sell when the price falls this far below the entry; 0 is no stop.",
        "진입가에서 이만큼 떨어지면 팝니다. 0이면 손절하지 않습니다.",
    ),
    unit: Unit::Percent,
    kind: ParamKind::Float {
        min: 0.0,
        max: 50.0,
        default: 0.0,
        step: 0.5,
    },
};

/// A length in bars.
pub const fn bars(id: &'static str, label: Text, help: Text, range: [i64; 3]) -> Param {
    Param::whole(id, label, help, range).counted_in(Unit::Bars)
}

/// The lengths of a fast and a slow line, or why they can't be that.
pub fn fast_below_slow(params: &Params) -> Result<(usize, usize), ParamError> {
    let (fast, slow) = (params.whole("fast"), params.whole("slow"));
    if fast < slow {
        return Ok((fast, slow));
    }
    Err(ParamError::Relation {
        name: "fast",
        got: fast as f64,
        must: Text::new("below slow", "느린(장기) 기간보다 짧은 값"),
    })
}
