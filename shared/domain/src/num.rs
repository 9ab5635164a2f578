//! Numbers with units: finite by construction, so a unit error does not compile and a NaN cannot enter.
//!
//! | expression | gives |
//! |---|---|
//! | `Price * Qty` | `Cash` |
//! | `Cash + Cash`, `Cash - Cash`, `-Cash` | `Cash` |
//! | `Cash * Ratio` | `Cash` |
//! | `Cash / Cash` | `f64`, to be checked by whoever divides |
//! | `Bps::of(Cash)` | `Cash` |
//! | `Price + Qty` | does not compile |
//!
//! Kernels work on plain `f64` columns; these types stand at the borders.

use serde::{Deserialize, Serialize};
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// Why a number was refused.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NumError {
    /// The value lies outside what the unit allows (a NaN lies outside everything).
    #[error("{unit}: {got} is not allowed, it must be {allowed}")]
    Outside {
        /// The unit that refused.
        unit: &'static str,
        /// What was given.
        got: f64,
        /// What would be right.
        allowed: &'static str,
    },
}

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident, $allowed:literal, |$x:ident| $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(try_from = "f64", into = "f64")]
        pub struct $name(f64);

        impl $name {
            /// Checks the value once, at the door.
            pub fn new($x: f64) -> Result<Self, NumError> {
                if $x.is_finite() && $check {
                    // `+ 0.0` turns -0.0 into 0.0: equal values must have equal bytes.
                    Ok($name($x + 0.0))
                } else {
                    Err(NumError::Outside { unit: stringify!($name), got: $x, allowed: $allowed })
                }
            }

            /// The plain number, for kernels and display.
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl TryFrom<f64> for $name {
            type Error = NumError;
            fn try_from(value: f64) -> Result<Self, NumError> {
                $name::new(value)
            }
        }

        impl From<$name> for f64 {
            fn from(value: $name) -> f64 {
                value.0
            }
        }
    };
}

unit!(
    /// Quote currency for one unit of the base asset.
    Price, "a finite number above 0", |x| x > 0.0
);
unit!(
    /// Units of the base asset; the side says the direction.
    Qty, "a finite number of 0 or more", |x| x >= 0.0
);
unit!(
    /// Money in the quote currency; may be negative.
    Cash, "a finite number", |x| x.is_finite()
);
unit!(
    /// A plain ratio: 0.05 is five percent.
    Ratio, "a finite number", |x| x.is_finite()
);
unit!(
    /// Basis points of a notional: 5 is 0.05 %.
    Bps, "between 0 and 10000", |x| (0.0..=10_000.0).contains(&x)
);

impl Cash {
    /// No money.
    pub const ZERO: Cash = Cash(0.0);

    /// The size of the amount, without its sign.
    pub fn abs(self) -> Cash {
        Cash(self.0.abs())
    }
}

impl Qty {
    /// Nothing.
    pub const ZERO: Qty = Qty(0.0);
}

impl Bps {
    /// No cost.
    pub const ZERO: Bps = Bps(0.0);

    /// As a plain ratio: 5 bps is 0.0005.
    pub fn ratio(self) -> f64 {
        self.0 / 10_000.0
    }

    /// This share of an amount.
    pub fn of(self, amount: Cash) -> Cash {
        Cash(amount.0 * self.ratio())
    }
}

impl Mul<Qty> for Price {
    type Output = Cash;
    fn mul(self, qty: Qty) -> Cash {
        Cash(self.0 * qty.0)
    }
}

impl Mul<Ratio> for Cash {
    type Output = Cash;
    fn mul(self, ratio: Ratio) -> Cash {
        Cash(self.0 * ratio.0)
    }
}

impl Add for Cash {
    type Output = Cash;
    fn add(self, other: Cash) -> Cash {
        Cash(self.0 + other.0)
    }
}

impl AddAssign for Cash {
    fn add_assign(&mut self, other: Cash) {
        self.0 += other.0;
    }
}

impl Sub for Cash {
    type Output = Cash;
    fn sub(self, other: Cash) -> Cash {
        Cash(self.0 - other.0)
    }
}

impl SubAssign for Cash {
    fn sub_assign(&mut self, other: Cash) {
        self.0 -= other.0;
    }
}

impl Neg for Cash {
    type Output = Cash;
    fn neg(self) -> Cash {
        Cash(-self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_a_unit_cannot_hold() {
        for bad in [f64::NAN, f64::INFINITY, 0.0, -1.0] {
            assert!(Price::new(bad).is_err(), "{bad} is not a price");
        }
        assert!(Qty::new(-0.1).is_err());
        assert!(Bps::new(10_000.1).is_err());
        assert_eq!(
            Price::new(-1.0).unwrap_err().to_string(),
            "Price: -1 is not allowed, it must be a finite number above 0"
        );
    }

    #[test]
    fn minus_zero_has_the_bytes_of_zero() {
        assert_eq!(Cash::new(-0.0).unwrap().get().to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn five_basis_points_of_a_million_are_five_hundred() {
        let million = Cash::new(1_000_000.0).unwrap();
        assert_eq!(Bps::new(5.0).unwrap().of(million).get(), 500.0);
    }

    #[test]
    fn json_cannot_smuggle_in_a_bad_number() {
        assert!(serde_json::from_str::<Bps>("-1").is_err());
        assert_eq!(
            serde_json::from_str::<Bps>("5").unwrap(),
            Bps::new(5.0).unwrap()
        );
    }
}
