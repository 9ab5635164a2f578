//! Fill prices: where an order meets a bar, and what slippage and fee make of it. Every engine calls these.

use domain::{Approved, Bar, Bps, Cash, Costs, Fill, Order, OrderKind, Price, Side, Ts};

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

/// The price paid or received: slippage moves it against us, except for limits, which never trade worse.
pub fn slipped(price: f64, side: Side, kind: OrderKind, slippage: Bps) -> f64 {
    match (kind, side) {
        (OrderKind::Limit(_), _) => price,
        (_, Side::Buy) => price * (1.0 + slippage.ratio()),
        (_, Side::Sell) => price * (1.0 - slippage.ratio()),
    }
}

/// Executes an approved order at an undisturbed price; fee and slippage are charged here and nowhere else.
/// `None` when slippage leaves no price at all.
pub fn execute(order: &Order<Approved>, price: f64, time: Ts, costs: Costs) -> Option<Fill> {
    let paid = Price::new(slipped(price, order.side, order.kind, costs.slippage)).ok()?;
    let undisturbed = Price::new(price).ok()?;
    let slippage: Cash = (paid * order.qty - undisturbed * order.qty).abs();
    Some(Fill {
        symbol: order.symbol,
        side: order.side,
        time,
        price: paid,
        qty: order.qty,
        fee: costs.fee.of(paid * order.qty),
        slippage,
        reason: order.reason,
        signal_time: order.signal_time,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn slippage_hurts_both_sides_and_spares_limits() {
        let slip = Bps::new(10.0).unwrap();
        let limit = OrderKind::Limit(Price::new(100.0).unwrap());
        assert_eq!(slipped(100.0, Side::Buy, OrderKind::Market, slip), 100.1);
        assert_eq!(slipped(100.0, Side::Sell, OrderKind::Market, slip), 99.9);
        assert_eq!(slipped(100.0, Side::Buy, limit, slip), 100.0);
    }
}
