//! Fill prices: where an order meets a bar, and what spread, slippage and fee make of it. Every engine calls these.

use domain::{
    Approved, Bar, Cash, Costs, Fill, FillPolicy, Order, OrderKind, PathRule, Price, Purpose, Side,
    Slippage, Ts,
};

/// Where an order would trade inside a bar before slippage; `None` when the bar doesn't reach it.
///
/// A market order trades at the open. A stop or limit trades at its level when the bar reaches it, and at the open
/// when the open is already through it: a stop then fills worse than its level, a limit better.
/// A bar made up by a gap repair fills nothing.
pub fn touch_price(kind: OrderKind, side: Side, bar: &Bar) -> Option<f64> {
    if bar.made_up {
        return None;
    }
    match (kind, side) {
        (OrderKind::Market, _) => Some(bar.open),
        (OrderKind::Stop(level), Side::Buy) | (OrderKind::Limit(level), Side::Sell) => {
            (bar.high >= level.get()).then(|| bar.open.max(level.get()))
        }
        (OrderKind::Stop(level), Side::Sell) | (OrderKind::Limit(level), Side::Buy) => {
            (bar.low <= level.get()).then(|| bar.open.min(level.get()))
        }
    }
}

/// Where an order placed at this open is expected to fill: known at the open, so cash can be promised exactly.
pub fn expected_price(kind: OrderKind, side: Side, open: f64) -> f64 {
    match (kind, side) {
        (OrderKind::Market, _) => open,
        (OrderKind::Stop(level), Side::Buy) | (OrderKind::Limit(level), Side::Sell) => {
            open.max(level.get())
        }
        (OrderKind::Stop(level), Side::Sell) | (OrderKind::Limit(level), Side::Buy) => {
            open.min(level.get())
        }
    }
}

/// The price an order gets that reaches `price` in a bar: under the worst-of-bar policy orders that take pay the bar's extreme.
pub fn policy_price(policy: FillPolicy, kind: OrderKind, side: Side, price: f64, bar: &Bar) -> f64 {
    match (policy, kind, side) {
        (_, OrderKind::Limit(_), _) => price,
        (FillPolicy::WorstOfBar, _, Side::Buy) => bar.high,
        (FillPolicy::WorstOfBar, _, Side::Sell) => bar.low,
        _ => price,
    }
}

/// The range of its entry bar that a position has lived through, for an entry at `level` inside the bar.
///
/// A price that rises through a level sees the high afterwards for sure, one that falls sees the low. The other
/// extreme may have come before: the path rule decides, and the close came afterwards in any case.
pub fn range_after_entry(
    rising: bool,
    long: bool,
    level: f64,
    path: PathRule,
    bar: &Bar,
) -> (f64, f64) {
    let high_first = bar.high - bar.open <= bar.open - bar.low;
    // Is the extreme that may have come before taken as seen?
    let seen = match path {
        // The rising price may have seen the low before: bad for a long. The falling one the high: bad for a short.
        PathRule::Pessimistic => rising == long,
        PathRule::Optimistic => rising != long,
        PathRule::NearestToOpen => rising == high_first,
    };
    let low = if !rising || seen {
        bar.low
    } else {
        level.min(bar.close)
    };
    let high = if rising || seen {
        bar.high
    } else {
        level.max(bar.close)
    };
    (low, high)
}

/// What the price moves against an order that takes, as a share of the price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Market {
    /// Average true range of the bars before, when slippage asks for it.
    pub range: f64,
    /// Volume of the bar before.
    pub volume: f64,
}

/// Share of the price that spread and slippage cost an order; limits cost none, unless targets are to slip.
pub fn concession(
    costs: &Costs,
    kind: OrderKind,
    purpose: Purpose,
    price: f64,
    units: f64,
    market: Market,
) -> f64 {
    let spared = !(costs.slip_targets && purpose == Purpose::Close);
    if matches!(kind, OrderKind::Limit(_)) && spared {
        return 0.0;
    }
    if costs.slip_entries_only && purpose == Purpose::Close {
        return 0.0;
    }
    let slippage = match costs.slippage {
        Slippage::Bps(bps) => bps.ratio(),
        Slippage::Atr { share, .. } if market.range.is_finite() => share * market.range / price,
        Slippage::Atr { .. } => 0.0,
        Slippage::Impact {
            base,
            at_full_volume,
        } => {
            // Without volume nobody can say; the order then counts as large as the market.
            let part = if market.volume > 0.0 {
                (units / market.volume).min(1.0)
            } else {
                1.0
            };
            base.ratio() + at_full_volume.ratio() * part.sqrt()
        }
    };
    costs.half_spread.ratio() + slippage
}

/// The price paid or received when it moved by this share against us. It lies on no tick: what is paid is the average of the
/// levels an order takes, and bars of earlier years lie on other grids than today's (`docs/decisions/0018`).
pub fn conceded(price: f64, side: Side, share: f64) -> f64 {
    match side {
        Side::Buy => price * (1.0 + share),
        Side::Sell => price * (1.0 - share),
    }
}

/// The fee as a share of the notional: of an order that takes, or of one that waits in the book.
pub fn fee_ratio(costs: &Costs, takes: bool) -> f64 {
    match takes {
        true => costs.fee.ratio(),
        false => costs.maker_fee.ratio(),
    }
}

/// Executes an approved order at an undisturbed price; fee, spread and slippage are charged here and nowhere else.
/// `None` when slippage leaves no price at all.
pub fn execute(
    order: &Order<Approved>,
    price: f64,
    time: Ts,
    costs: &Costs,
    market: Market,
) -> Option<Fill> {
    let units = order.qty.get();
    let share = concession(costs, order.kind, order.purpose, price, units, market);
    let paid = Price::new(conceded(price, order.side(), share)).ok()?;
    let undisturbed = Price::new(price).ok()?;
    let slippage: Cash = (paid * order.qty - undisturbed * order.qty).abs();
    let fee = (paid * order.qty).get() * fee_ratio(costs, order.takes);
    Some(Fill {
        symbol: order.symbol,
        direction: order.direction,
        purpose: order.purpose,
        time,
        price: paid,
        qty: order.qty,
        fee: Cash::new(fee).ok()? + costs.fixed_fee,
        slippage,
        reason: order.reason,
        signal_time: order.signal_time,
        stop: None,
        at_open: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Bps;

    const fn bar(open: f64, high: f64, low: f64, close: f64) -> Bar {
        Bar {
            open_time: Ts(0),
            open,
            high,
            low,
            close,
            volume: 1.0,
            made_up: false,
        }
    }

    #[test]
    fn the_table_of_order_types_and_bar_shapes() {
        let stop = |level| OrderKind::Stop(Price::new(level).unwrap());
        let limit = |level| OrderKind::Limit(Price::new(level).unwrap());
        let plain = bar(100.0, 110.0, 90.0, 105.0);
        let rows = [
            (OrderKind::Market, Side::Buy, plain, Some(100.0)),
            (OrderKind::Market, Side::Sell, plain, Some(100.0)),
            // reached inside the bar: at the level
            (stop(108.0), Side::Buy, plain, Some(108.0)),
            (stop(92.0), Side::Sell, plain, Some(92.0)),
            (limit(92.0), Side::Buy, plain, Some(92.0)),
            (limit(108.0), Side::Sell, plain, Some(108.0)),
            // exactly the extreme counts as traded
            (stop(110.0), Side::Buy, plain, Some(110.0)),
            (stop(90.0), Side::Sell, plain, Some(90.0)),
            // not reached
            (stop(110.1), Side::Buy, plain, None),
            (stop(89.9), Side::Sell, plain, None),
            (limit(89.9), Side::Buy, plain, None),
            (limit(110.1), Side::Sell, plain, None),
            // the open is through it: at the open, a stop worse and a limit better than its level
            (stop(95.0), Side::Buy, plain, Some(100.0)),
            (stop(105.0), Side::Sell, plain, Some(100.0)),
            (limit(105.0), Side::Buy, plain, Some(100.0)),
            (limit(95.0), Side::Sell, plain, Some(100.0)),
            // a bar without a range trades at one price
            (
                stop(50.0),
                Side::Buy,
                bar(50.0, 50.0, 50.0, 50.0),
                Some(50.0),
            ),
            (stop(50.1), Side::Buy, bar(50.0, 50.0, 50.0, 50.0), None),
            // nobody traded here
            (
                OrderKind::Market,
                Side::Buy,
                Bar {
                    made_up: true,
                    ..plain
                },
                None,
            ),
            (
                stop(108.0),
                Side::Buy,
                Bar {
                    made_up: true,
                    ..plain
                },
                None,
            ),
        ];
        for (kind, side, bar, want) in rows {
            assert_eq!(
                touch_price(kind, side, &bar),
                want,
                "{kind:?} {side:?} {bar:?}"
            );
        }
    }

    const CALM: Market = Market {
        range: f64::NAN,
        volume: 0.0,
    };

    #[test]
    fn slippage_hurts_both_sides_and_spares_limits() {
        let costs = Costs::plain(Bps::ZERO, Bps::new(10.0).unwrap());
        let limit = OrderKind::Limit(Price::new(100.0).unwrap());
        let share = |kind| concession(&costs, kind, Purpose::Open, 100.0, 1.0, CALM);
        assert_eq!(conceded(100.0, Side::Buy, share(OrderKind::Market)), 100.1);
        assert_eq!(conceded(100.0, Side::Sell, share(OrderKind::Market)), 99.9);
        assert_eq!(share(limit), 0.0);
        let strict = Costs {
            slip_targets: true,
            ..costs
        };
        let of = |purpose| concession(&strict, limit, purpose, 100.0, 1.0, CALM);
        assert_eq!((of(Purpose::Open), of(Purpose::Close)), (0.0, 0.001));
        let entries = Costs {
            slip_entries_only: true,
            ..costs
        };
        let close = concession(
            &entries,
            OrderKind::Market,
            Purpose::Close,
            100.0,
            1.0,
            CALM,
        );
        assert_eq!(close, 0.0);
    }

    #[test]
    fn impact_grows_with_the_root_of_the_share_of_the_volume() {
        let costs = Costs {
            half_spread: Bps::new(1.0).unwrap(),
            slippage: Slippage::Impact {
                base: Bps::new(2.0).unwrap(),
                at_full_volume: Bps::new(100.0).unwrap(),
            },
            ..Costs::default()
        };
        let share = |units, volume| {
            let market = Market { volume, ..CALM };
            concession(
                &costs,
                OrderKind::Market,
                Purpose::Open,
                50.0,
                units,
                market,
            )
        };
        // A quarter of the volume: 1 + 2 + 100 × ½ basis points.
        assert!((share(25.0, 100.0) - 53e-4).abs() < 1e-15);
        assert!((share(1.0, 0.0) - 103e-4).abs() < 1e-15);
    }

    #[test]
    fn a_share_of_the_range_is_in_price() {
        let costs = Costs {
            slippage: Slippage::Atr {
                share: 0.1,
                period: 14,
            },
            ..Costs::default()
        };
        let market = Market {
            range: 5.0,
            volume: 0.0,
        };
        let share = concession(&costs, OrderKind::Market, Purpose::Open, 100.0, 1.0, market);
        assert!((conceded(100.0, Side::Buy, share) - 100.5).abs() < 1e-12);
    }

    #[test]
    fn what_an_entry_bar_shows_after_the_entry() {
        let plain = bar(100.0, 110.0, 95.0, 105.0);
        let after = |rising, long, path| range_after_entry(rising, long, 102.0, path, &plain);
        // A long that bought the rise: the high is sure, the low is feared.
        assert_eq!(after(true, true, PathRule::Pessimistic), (95.0, 110.0));
        assert_eq!(after(true, true, PathRule::Optimistic), (102.0, 110.0));
        // The low is nearer to the open, so it came first.
        assert_eq!(after(true, true, PathRule::NearestToOpen), (102.0, 110.0));
        // A long that bought the fall: the low is sure, the high is hoped for.
        assert_eq!(after(false, true, PathRule::Pessimistic), (95.0, 105.0));
        assert_eq!(after(false, true, PathRule::Optimistic), (95.0, 110.0));
        assert_eq!(after(false, true, PathRule::NearestToOpen), (95.0, 110.0));
    }
}
