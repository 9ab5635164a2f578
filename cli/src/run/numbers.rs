//! Reads the numbers of flags: basis points, slippage and how much an entry uses.

use super::error::{Error, refused, wrong};
use domain::{Bps, Cash, Qty, Ratio, Sizing, Slippage};

const BPS: &str = "basis points between 0 and 10000, like 5 or 5bps";
const SLIPPAGE: &str = "basis points like 5, atr:SHARE/BARS like atr:0.1/14, or impact:BASE/AT_FULL_VOLUME like impact:1/30";
const SIZE: &str = "equal_slots:1, equity:0.5, amount:1000, units:1, risk:0.01, vol:0.2/20, kelly:0.5/0.25/50 or inverse_vol:1/20";

/// A finite number.
pub fn number(flag: &'static str, text: &str, allowed: &str) -> Result<f64, Error> {
    finite(text).ok_or_else(|| wrong(flag, text, allowed))
}

/// Basis points with or without their unit; below zero too.
pub fn signed_bps(flag: &'static str, text: &str) -> Result<f64, Error> {
    let allowed = "basis points, like 1 or -1bps";
    finite(bare(text)).ok_or_else(|| wrong(flag, text, allowed))
}

/// Basis points with or without their unit.
pub fn bps(flag: &'static str, text: &str) -> Result<Bps, Error> {
    bps_of(text).ok_or_else(|| wrong(flag, text, BPS))
}

/// How far the price moves against an order that takes.
pub fn slippage(text: &str) -> Result<Slippage, Error> {
    let read = || match text.split_once(':') {
        None => bps_of(text).map(Slippage::Bps),
        Some(("atr", rest)) => {
            let (share, period) = rest.split_once('/')?;
            Some(Slippage::Atr {
                share: finite(share)?,
                period: period.parse().ok()?,
            })
        }
        Some(("impact", rest)) => {
            let (base, full) = rest.split_once('/')?;
            Some(Slippage::Impact {
                base: bps_of(base)?,
                at_full_volume: bps_of(full)?,
            })
        }
        Some(_) => None,
    };
    read().ok_or_else(|| wrong("slippage", text, SLIPPAGE))
}

/// How much an entry uses, checked.
pub fn sizing(text: &str) -> Result<Sizing, Error> {
    let read = || {
        let (rule, rest) = text.split_once(':')?;
        let parts: Vec<&str> = rest.split('/').collect();
        let ratio = |text: &str| Ratio::new(finite(text)?).ok();
        Some(match (rule, parts.as_slice()) {
            ("equal_slots", [share]) => Sizing::EqualSlots {
                fraction: ratio(share)?,
            },
            ("equity", [share]) => Sizing::Equity {
                fraction: ratio(share)?,
            },
            ("amount", [money]) => Sizing::Amount(Cash::new(finite(money)?).ok()?),
            ("units", [units]) => Sizing::Units(Qty::new(finite(units)?).ok()?),
            ("risk", [share]) => Sizing::Risk {
                fraction: ratio(share)?,
            },
            ("vol", [yearly, bars]) => Sizing::VolatilityTarget {
                yearly: ratio(yearly)?,
                bars: bars.parse().ok()?,
            },
            ("kelly", [part, cap, trades]) => Sizing::Kelly {
                part: ratio(part)?,
                cap: ratio(cap)?,
                trades: trades.parse().ok()?,
            },
            ("inverse_vol", [share, bars]) => Sizing::InverseVolatility {
                fraction: ratio(share)?,
                bars: bars.parse().ok()?,
            },
            _ => return None,
        })
    };
    let sizing = read().ok_or_else(|| wrong("size", text, SIZE))?;
    sizing
        .check()
        .map_err(|error| refused("size", text, error))?;
    Ok(sizing)
}

fn bps_of(text: &str) -> Option<Bps> {
    Bps::new(finite(bare(text))?).ok()
}

fn bare(text: &str) -> &str {
    text.strip_suffix("bps").unwrap_or(text).trim_end()
}

/// `inf` and `nan` are words, not numbers.
fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_is_read() {
        let ratio = |value| Ratio::new(value).unwrap();
        for (text, wanted) in [
            ("equal_slots:1", Sizing::whole_slot()),
            (
                "equity:0.5",
                Sizing::Equity {
                    fraction: ratio(0.5),
                },
            ),
            ("amount:1000", Sizing::Amount(Cash::new(1000.0).unwrap())),
            ("units:1", Sizing::Units(Qty::new(1.0).unwrap())),
            (
                "risk:0.01",
                Sizing::Risk {
                    fraction: ratio(0.01),
                },
            ),
            (
                "vol:0.2/20",
                Sizing::VolatilityTarget {
                    yearly: ratio(0.2),
                    bars: 20,
                },
            ),
            (
                "kelly:0.5/0.25/50",
                Sizing::Kelly {
                    part: ratio(0.5),
                    cap: ratio(0.25),
                    trades: 50,
                },
            ),
            (
                "inverse_vol:1/20",
                Sizing::InverseVolatility {
                    fraction: ratio(1.0),
                    bars: 20,
                },
            ),
        ] {
            assert_eq!(sizing(text).unwrap(), wanted, "{text}");
        }
    }

    #[test]
    fn a_wrong_size_is_told_with_what_would_be_right() {
        for (text, words) in [
            ("half", "--size half: must be equal_slots:1, equity:0.5"),
            ("equity:x", "--size equity:x: must be equal_slots:1"),
            ("vol:0.2", "--size vol:0.2: must be equal_slots:1"),
            ("equity:nan", "--size equity:nan: must be"),
            (
                "risk:2",
                "--size risk:2: sizing.risk.fraction: 2 is not allowed, it must be above 0 and up to 1",
            ),
            (
                "vol:0.2/1",
                "--size vol:0.2/1: sizing.volatility_target.bars: 1 is not allowed, it must be 2 to 5000",
            ),
        ] {
            let error = sizing(text).unwrap_err().to_string();
            assert!(error.starts_with(words), "{error}");
        }
    }

    #[test]
    fn basis_points_and_other_slippage() {
        assert_eq!(bps("fee", "5bps").unwrap(), bps("fee", "5").unwrap());
        assert_eq!(
            slippage("2.5").unwrap(),
            Slippage::Bps(Bps::new(2.5).unwrap())
        );
        assert_eq!(
            slippage("atr:0.1/14").unwrap(),
            Slippage::Atr {
                share: 0.1,
                period: 14
            }
        );
        let impact = Slippage::Impact {
            base: Bps::new(1.0).unwrap(),
            at_full_volume: Bps::new(30.0).unwrap(),
        };
        assert_eq!(slippage("impact:1/30").unwrap(), impact);
        for bad in ["", "-1", "5%", "atr:1", "more", "impact:1"] {
            assert!(slippage(bad).is_err(), "{bad}");
        }
        assert_eq!(signed_bps("funding", "-1bps").unwrap(), -1.0);
    }
}
