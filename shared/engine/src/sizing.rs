//! How many units an entry asks for, before any limit.

use crate::fill::fee_ratio;
use domain::{Costs, Ratio, Refusal, Sizing, Trade};

/// What sizing looks at.
#[derive(Clone, Copy, Debug)]
pub struct SizeFacts<'a> {
    /// The account now.
    pub equity: f64,
    /// Slots the equity is split into.
    pub slots: usize,
    /// Price before slippage.
    pub price: f64,
    /// Price with slippage.
    pub paid: f64,
    /// Does the order take from the book?
    pub takes: bool,
    /// Price of the protective stop, when there is one.
    pub stop: Option<f64>,
    /// Volatility of the symbol per bar; NaN while unknown.
    pub volatility: f64,
    /// The sum of 1 ÷ volatility over all traded symbols.
    pub inverse_volatilities: f64,
    /// Bars a year.
    pub bars_per_year: f64,
    /// Closed trades so far.
    pub trades: &'a [Trade],
}

/// Units an entry asks for.
pub fn units(sizing: Sizing, costs: &Costs, facts: &SizeFacts<'_>) -> Result<f64, Refusal> {
    let fee = fee_ratio(costs, facts.takes);
    // The whole cost, fees included, is the budget.
    let within = |budget: f64| (budget - costs.fixed_fee.get()) / (facts.paid * (1.0 + fee));
    let known = |value: f64| {
        let sound = value.is_finite() && value > 0.0;
        sound.then_some(value).ok_or(Refusal::NoSize)
    };
    match sizing {
        Sizing::EqualSlots { fraction } => Ok(within(
            facts.equity / facts.slots.max(1) as f64 * fraction.get(),
        )),
        Sizing::Equity { fraction } => {
            let budget = facts.equity * fraction.get() - costs.fixed_fee.get();
            Ok(budget / (facts.paid + fee * facts.price))
        }
        Sizing::Amount(amount) => Ok(within(amount.get())),
        Sizing::Units(units) => Ok(units.get()),
        Sizing::Risk { fraction } => {
            let stop = facts.stop.ok_or(Refusal::NoSize)?;
            let distance = known((facts.paid - stop).abs())?;
            Ok(facts.equity * fraction.get() / distance)
        }
        Sizing::VolatilityTarget { yearly, .. } => {
            let yearly_now = known(facts.volatility)? * facts.bars_per_year.sqrt();
            Ok(within(facts.equity * yearly.get() / yearly_now))
        }
        Sizing::Kelly { part, cap, trades } => {
            let share = kelly(facts.trades, trades as usize, part, cap);
            Ok(within(facts.equity * share))
        }
        Sizing::InverseVolatility { fraction, .. } => {
            let part = 1.0 / known(facts.volatility)? / known(facts.inverse_volatilities)?;
            Ok(within(facts.equity * fraction.get() * part))
        }
    }
}

/// Kelly's share from the last trades: p − (1 − p) ÷ b, with p the share of winners and b the average gain ÷ the average
/// loss; below zero is nothing, without a loser the cap.
fn kelly(trades: &[Trade], wanted: usize, part: Ratio, cap: Ratio) -> f64 {
    let Some(last) = trades.len().checked_sub(wanted) else {
        return cap.get();
    };
    let returns = trades.iter().skip(last).map(|trade| trade.return_ratio);
    let (mut wins, mut gained, mut lost) = (0.0, 0.0, 0.0);
    for value in returns {
        if value > 0.0 {
            wins += 1.0;
            gained += value;
        } else {
            lost -= value;
        }
    }
    let all = wanted as f64;
    let losses = all - wins;
    if wins == 0.0 {
        return 0.0;
    }
    if lost == 0.0 {
        return cap.get();
    }
    let odds = (gained / wins) / (lost / losses);
    let share = wins / all - (losses / all) / odds;
    (part.get() * share).clamp(0.0, cap.get())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Bps, Cash, Qty};

    fn facts(trades: &[Trade]) -> SizeFacts<'_> {
        SizeFacts {
            equity: 1000.0,
            slots: 4,
            price: 10.0,
            paid: 10.0,
            takes: true,
            stop: Some(9.5),
            volatility: 0.02,
            inverse_volatilities: 100.0,
            bars_per_year: 400.0,
            trades,
        }
    }

    fn ratio(value: f64) -> Ratio {
        Ratio::new(value).unwrap()
    }

    #[test]
    fn every_way_by_hand() {
        let free = Costs::default();
        let close = |sizing, want: f64| {
            let got = units(sizing, &free, &facts(&[])).unwrap();
            assert!((got - want).abs() < 1e-9, "{sizing:?}: {got}");
        };
        close(
            Sizing::EqualSlots {
                fraction: ratio(0.5),
            },
            12.5,
        );
        close(
            Sizing::Equity {
                fraction: ratio(0.5),
            },
            50.0,
        );
        close(Sizing::Amount(Cash::new(30.0).unwrap()), 3.0);
        close(Sizing::Units(Qty::new(7.0).unwrap()), 7.0);
        // One percent of 1000 is 10, half a unit of price is lost at the stop.
        close(
            Sizing::Risk {
                fraction: ratio(0.01),
            },
            20.0,
        );
        // 2 % a bar is 40 % a year: half of the 20 % wanted.
        close(
            Sizing::VolatilityTarget {
                yearly: ratio(0.2),
                bars: 20,
            },
            50.0,
        );
        // 1 ÷ 0.02 is 50 of 100.
        close(
            Sizing::InverseVolatility {
                fraction: ratio(1.0),
                bars: 20,
            },
            50.0,
        );
        // No trade yet: the cap.
        close(
            Sizing::Kelly {
                part: ratio(0.5),
                cap: ratio(0.25),
                trades: 10,
            },
            25.0,
        );
    }

    #[test]
    fn the_fee_fits_into_the_budget() {
        let costs = Costs {
            fixed_fee: Cash::new(1.0).unwrap(),
            ..Costs::plain(Bps::new(100.0).unwrap(), Bps::ZERO)
        };
        let got = units(
            Sizing::Amount(Cash::new(1011.0).unwrap()),
            &costs,
            &facts(&[]),
        )
        .unwrap();
        assert!((got - 100.0).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_known_is_refused() {
        let free = Costs::default();
        let none = SizeFacts {
            stop: None,
            volatility: f64::NAN,
            ..facts(&[])
        };
        let refused = |sizing| units(sizing, &free, &none);
        assert_eq!(
            refused(Sizing::Risk {
                fraction: ratio(0.01)
            }),
            Err(Refusal::NoSize)
        );
        let target = Sizing::VolatilityTarget {
            yearly: ratio(0.2),
            bars: 20,
        };
        assert_eq!(refused(target), Err(Refusal::NoSize));
    }
}
