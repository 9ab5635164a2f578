//! Which troubles pass, and how long to wait for that.

use domain::{Symbol, Timeframe, Ts};

use super::{
    BackfillError,
    leg::{Leg, State},
};
use crate::Fault;

/// How often a page is asked for before the download gives up.
const MOST_TRIES: u32 = 8;
/// How often an exchange may have us wait for one page: a ban or a busy minute is no reason to give up, a year of them is.
const MOST_WAITS: u32 = 40;
/// The first pause after a failure; it doubles.
const FIRST_PAUSE_MS: i64 = 500;
const LONGEST_PAUSE_MS: i64 = 30_000;
/// Decides whether a page is asked for again, and when.
pub(super) fn trouble(
    leg: &mut Leg,
    (symbol, timeframe): (Symbol, Timeframe),
    fault: &Fault,
    now: Ts,
    random: f64,
) -> Result<(), BackfillError> {
    if !fault.is_passing() {
        return Err(BackfillError::Refused {
            symbol,
            timeframe,
            fault: Box::new(fault.clone()),
        });
    }
    let told = match fault {
        Fault::RateLimited {
            retry_after_s: told,
        }
        | Fault::Banned { for_s: told } => Some(told.unwrap_or(1)),
        _ => None,
    };
    let pause = if let Some(seconds) = told {
        // The budget has everybody wait; this is for what the edge passes on in the middle of an answer.
        leg.waits += 1;
        i64::try_from(seconds)
            .unwrap_or(i64::MAX)
            .saturating_mul(1_000)
    } else {
        let doubled = FIRST_PAUSE_MS.saturating_mul(1 << leg.tries.min(16));
        leg.tries += 1;
        (doubled.min(LONGEST_PAUSE_MS) as f64 * (0.5 + 0.5 * random.clamp(0.0, 1.0))) as i64
    };
    if leg.tries >= MOST_TRIES || leg.waits >= MOST_WAITS {
        return Err(BackfillError::GaveUp {
            symbol,
            timeframe,
            tries: leg.tries + leg.waits,
            fault: Box::new(fault.clone()),
        });
    }
    if leg.state != State::Finished {
        leg.state = State::Ready(Ts(now.0.saturating_add(pause)));
    }
    Ok(())
}
