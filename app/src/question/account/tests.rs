//! Sizes, limits and costs of a form arrive in the question as they were meant.

use super::super::{Draft, Problem, check};
use super::*;

fn spec(changes: &[(&'static str, &str)]) -> Result<RunSpec, Vec<Problem>> {
    let mut draft = Draft::default();
    for (id, text) in changes {
        draft.set(Field::Detail(id), *text);
    }
    check(&draft)
}

fn wrong(changes: &[(&'static str, &str)]) -> Vec<(Field, Wrong)> {
    let problems = spec(changes).err().unwrap_or_default();
    let both = |problem: Problem| (problem.field, problem.wrong);
    problems.into_iter().map(both).collect()
}

#[test]
fn nothing_said_is_the_plain_question() {
    let asked = spec(&[]).unwrap();
    let plain = strategies::defaults::spec(
        strategies::find(strategies::defaults::STRATEGY).unwrap(),
        asked.market.symbols.clone(),
        asked.market.timeframe,
    );
    assert_eq!(asked.hash(), plain.hash());
}

#[test]
fn every_kind_of_size_arrives_with_its_numbers() {
    let ratio = |value| Ratio::new(value).unwrap();
    let rows: [(&[(&str, &str)], Sizing); 8] = [
        (
            &[("sizing", "slots"), ("sizing.slot", "80")],
            Sizing::EqualSlots {
                fraction: ratio(0.8),
            },
        ),
        (
            &[("sizing", "equity"), ("sizing.equity", "150")],
            Sizing::Equity {
                fraction: ratio(1.5),
            },
        ),
        (
            &[("sizing", "amount"), ("sizing.amount", "2,000,000")],
            Sizing::Amount(Cash::new(2e6).unwrap()),
        ),
        (
            &[("sizing", "units"), ("sizing.units", "0.25")],
            Sizing::Units(Qty::new(0.25).unwrap()),
        ),
        (
            &[("sizing", "risk")],
            Sizing::Risk {
                fraction: ratio(0.01),
            },
        ),
        (
            &[("sizing", "volatility"), ("sizing.bars", "20")],
            Sizing::VolatilityTarget {
                yearly: ratio(0.2),
                bars: 20,
            },
        ),
        (
            &[("sizing", "kelly"), ("sizing.cap", "40")],
            Sizing::Kelly {
                part: ratio(0.5),
                cap: ratio(0.4),
                trades: 50,
            },
        ),
        (
            &[("sizing", "inverse"), ("sizing.spread", "90")],
            Sizing::InverseVolatility {
                fraction: ratio(0.9),
                bars: 30,
            },
        ),
    ];
    for (changes, sizing) in rows {
        assert_eq!(spec(changes).unwrap().sizing, Some(sizing));
    }
    assert_eq!(spec(&[]).unwrap().sizing, None);
}

#[test]
fn percent_and_basis_points_become_shares_and_costs() {
    let asked = spec(&[
        ("leverage", "3"),
        ("maintenance", "5"),
        ("positions", "2"),
        ("hedge", "1"),
        ("risk.day_loss", "7"),
        ("maker_fee", "2"),
        ("half_spread", "1.5"),
        ("funding", "-0.01"),
        ("borrow", "300"),
        ("slip", "impact"),
        ("slip.volume", "80"),
        ("path", "nearest_to_open"),
    ])
    .unwrap();
    assert_eq!(asked.account.leverage, 3.0);
    assert_eq!(asked.account.maintenance.get(), 0.05);
    assert_eq!(
        (asked.account.most_positions, asked.account.hedge),
        (Some(2), true)
    );
    assert_eq!(asked.risk.day_loss.map(Ratio::get), Some(0.07));
    assert_eq!(asked.risk.position, None);
    assert_eq!(asked.costs.maker_fee.get(), 2.0);
    assert_eq!(asked.costs.fee.get(), 5.0);
    assert_eq!(asked.costs.half_spread.get(), 1.5);
    assert_eq!(asked.costs.funding.get(), -0.0001);
    assert_eq!(asked.costs.borrow.get(), 300.0);
    let slippage = Slippage::Impact {
        base: bps(5.0),
        at_full_volume: bps(80.0),
    };
    assert_eq!(asked.costs.slippage, slippage);
    assert_eq!(asked.path, PathRule::NearestToOpen);
}

#[test]
fn both_ends_of_every_range_are_a_question_the_core_accepts() {
    for detail in detail::all() {
        let Some(range) = detail.range() else {
            continue;
        };
        for end in [range.min, range.max] {
            let text = end.to_string();
            let mut changes = vec![(detail.id, text.as_str())];
            if let Some((choice, [value, ..])) = detail.with {
                changes.insert(0, (choice, value));
            }
            assert_eq!(wrong(&changes), [], "{} {end}", detail.id);
        }
    }
}

#[test]
fn what_is_wrong_names_the_field_and_what_would_be_right() {
    let field = Field::Detail;
    let must = Text::new("below 100% ÷ leverage", "100% ÷ 레버리지보다 작은 값");
    assert_eq!(
        wrong(&[("leverage", "4"), ("maintenance", "25")]),
        [(field("maintenance"), Wrong::Relation(must))]
    );
    assert_eq!(
        wrong(&[("leverage", "x"), ("positions", "1.5")]),
        [
            (field("leverage"), Wrong::NotANumber),
            (field("positions"), Wrong::NotWhole)
        ]
    );
    let path = wrong(&[("path", "up")]);
    assert!(matches!(&path[..], [(_, Wrong::Unknown(known))] if known.len() == 3));
    assert_eq!(
        wrong(&[("sizing.risk", "2")]),
        [(field("sizing.risk"), Wrong::Idle)]
    );
}
