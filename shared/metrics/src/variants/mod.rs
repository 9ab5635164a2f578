//! Well-known libraries where they measure differently from this list, for those who compare numbers.

pub mod empyrical;
pub mod quantstats;

/// What a library prints where this list has a reason instead of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LibraryValue {
    /// A number.
    Number(f64),
    /// Plus infinity, the limit of a gain over no loss.
    Infinite,
    /// Nothing (NaN).
    Nothing,
}

impl LibraryValue {
    /// A gain over something that is 0: infinite, or nothing when there is no gain either.
    fn over_zero(gain: f64) -> LibraryValue {
        if gain > 0.0 {
            LibraryValue::Infinite
        } else {
            LibraryValue::Nothing
        }
    }
}
