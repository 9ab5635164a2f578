//! Pairs spread: trades the last symbol of the run against the first when their ratio strays from its mean.

use crate::params::{bars, percent, times};
use crate::{Cond, Needs, Node, ParamError, Plan, Strategy};
use domain::plan::{Change, Hold, SymbolRef, close, indicator};
use domain::{FillPolicy, Params, Text};

/// z is the z-score of ln(last ÷ first) over the last bars. Far below its mean the last symbol is held and the first sold short, each with
/// the same money; far above it the other way round; near the mean both are closed, in between they are left as they are. Beyond the stop
/// both are closed too, and no pair is opened until as many bars as the window have passed without that. Symbols between the
/// first and the last are never traded, a run of one symbol does nothing. The hedge is one to one in money: no slope is estimated.
/// The idea: Gatev, Goetzmann and Rouwenhorst, "Pairs Trading", 2006.
pub static STRATEGY: Strategy = Strategy {
    id: "pairs_spread",
    name: Text::new("Pairs spread", "페어 스프레드"),
    about: Text::new(
        "Buys the cheaper and shorts the dearer of the run's first and last symbol when their ratio is far from its mean, and closes both when it is back or has gone too far. It sells short.",
        "첫 종목과 마지막 종목의 가격 비율이 평균에서 멀어지면 싼 쪽을 사고 비싼 쪽을 공매도하며, 평균으로 돌아오거나 너무 벌어지면 둘 다 청산합니다. 공매도를 합니다.",
    ),
    params: &[
        bars(
            "period",
            Text::new("Period", "기간"),
            Text::new(
                "Bars of the mean and the deviation of the ratio.",
                "가격 비율의 평균과 표준편차를 재는 봉 수입니다.",
            ),
            [3, 2000, 60],
        ),
        times(
            "entry",
            Text::new("Open beyond", "진입 Z"),
            Text::new(
                "How many deviations the ratio must stray.",
                "비율이 평균에서 표준편차의 몇 배 넘게 벌어져야 진입하는지입니다.",
            ),
            [0.5, 6.0, 2.0, 0.1],
        ),
        times(
            "exit",
            Text::new("Close within", "청산 Z"),
            Text::new(
                "Within how many deviations both are closed.",
                "비율이 표준편차의 몇 배 안으로 돌아오면 청산하는지입니다.",
            ),
            [0.0, 3.0, 0.5, 0.1],
        ),
        times(
            "stop_z",
            Text::new("Give up beyond", "손절 Z"),
            Text::new(
                "Beyond how many deviations both are closed at a loss; must be above the entry.",
                "비율이 표준편차의 몇 배를 넘으면 손절하는지입니다. 진입 Z보다 커야 합니다.",
            ),
            [0.6, 20.0, 4.0, 0.1],
        ),
        percent(
            "share",
            Text::new("Share of a side", "한쪽 비중"),
            Text::new(
                "Share of the account in each of the two.",
                "두 종목 각각에 쓰는 계좌 비율입니다.",
            ),
            [1.0, 100.0, 50.0, 1.0],
        ),
    ],
    fill: FillPolicy::NextOpen,
    needs: Needs {
        symbols: Some(2),
        ..Needs::NOTHING
    },
    plan,
};

fn plan(params: &Params) -> Result<Plan, ParamError> {
    const TOLERANCE: f64 = 0.05;
    let period = params.whole("period");
    let (entry, exit, stop) = (
        params.number("entry"),
        params.number("exit"),
        params.number("stop_z"),
    );
    let wrong = |name, must| {
        let got = params.number(name);
        Err(ParamError::Relation { name, got, must })
    };
    if exit >= entry {
        return wrong("exit", Text::new("below entry", "진입 Z보다 작은 값"));
    }
    if stop <= entry {
        return wrong("stop_z", Text::new("above entry", "진입 Z보다 큰 값"));
    }
    let of = |symbol| close().of_symbol(symbol);
    let ratio = of(SymbolRef::Last) / of(SymbolRef::First);
    let z = indicator("zscore")
        .of(ratio.changed(Change::Log))
        .with("period", period as f64);
    let far = z.clone().changed(Change::Absolute);
    let broken = || far.clone().above(stop);
    let calm = || broken().within(period).negated();
    let cheap = z.clone().below(-entry).and(calm());
    let dear = z.above(entry).and(calm());
    // Only the symbol itself has had its own closes through the whole window: were it so for both, z would be 0.
    let is = |symbol| {
        let apart = (close() - of(symbol)).changed(Change::Absolute);
        let widest = indicator("minmax").of(apart).with("period", period as f64);
        widest.at_most(0.0)
    };
    let side = Node::Number(-1.0).when(
        is(SymbolRef::First),
        Node::Number(1.0).when(is(SymbolRef::Last), 0.0),
    );
    let share = params.number("share") / 100.0;
    let direction =
        Node::Number(share).when(cheap.clone(), Node::Number(-share).when(dear.clone(), 0.0));
    let when = Cond::Any(vec![cheap, dear, far.clone().below(exit), broken()]);
    Ok(Plan {
        hold: Some(Hold {
            when,
            share: side * direction,
            tolerance: TOLERANCE,
        }),
        ..Plan::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::by_hand::{flat, plan, play};
    use domain::{Timeframe, Ts};

    /// The shares of each symbol after each close.
    fn shares(set: &[(&str, f64)], symbols: &[Vec<[f64; 5]>]) -> Vec<Vec<Option<f64>>> {
        let wishes = play(&plan(&STRATEGY, set), (Timeframe::Hour1, Ts(0)), symbols);
        let of =
            |wishes: &Vec<crate::by_hand::Wish>| wishes.iter().map(|wish| wish.share).collect();
        wishes.iter().map(of).collect()
    }

    const SET: [(&str, f64); 3] = [("period", 4.0), ("entry", 1.5), ("stop_z", 4.0)];

    // One of four values apart from equal others lies √3 = 1.73 deviations from their mean, and the others 0.58. The first z
    // is at row 3; that there was no break in four bars is known at row 6, where one symbol moves. Rows 7 to 9: it is
    // back, but the window still holds the move. Row 10: all equal.
    const STILL: [f64; 11] = [50.0; 11];
    const FELL: [f64; 11] = [
        50.0, 50.0, 50.0, 50.0, 50.0, 50.0, 25.0, 50.0, 50.0, 50.0, 50.0,
    ];

    /// Nothing known, then closed, then what row 6 and the three rows after it say, then closed.
    fn course(at: Option<f64>, after: Option<f64>) -> Vec<Option<f64>> {
        let closed = Some(0.0);
        let mut course = vec![None, None, None, closed, closed, closed, at];
        course.extend([after; 3]);
        course.push(closed);
        course
    }

    #[test]
    fn holds_the_cheap_one_against_the_dear_one() {
        let middle = flat(&[7.0; 11]);
        let got = shares(&SET, &[flat(&STILL), middle, flat(&FELL)]);
        assert_eq!(got[0], course(Some(-0.5), None));
        assert_eq!(got[1], course(Some(0.0), None));
        assert_eq!(got[2], course(Some(0.5), None));
        let got = shares(&SET, &[flat(&FELL), flat(&STILL)]);
        assert_eq!(got[0], course(Some(0.5), None));
        assert_eq!(got[1], course(Some(-0.5), None));
    }

    #[test]
    fn gives_up_beyond_the_stop_and_waits() {
        // With an entry at 0.5 the rows after the move, 0.58 the other way, would be sold, were it not for the break.
        let set = |stop| {
            [
                ("period", 4.0),
                ("entry", 0.5),
                ("exit", 0.3),
                ("stop_z", stop),
            ]
        };
        let pair = [flat(&STILL), flat(&FELL)];
        assert_eq!(shares(&set(1.6), &pair)[1], course(Some(0.0), None));
        assert_eq!(shares(&set(4.0), &pair)[1], course(Some(0.5), Some(-0.5)));
    }

    #[test]
    fn one_symbol_alone_does_nothing() {
        let got = shares(&SET, &[flat(&[100.0, 90.0, 120.0, 80.0, 70.0])]);
        assert!(got[0].iter().all(|share| matches!(share, None | Some(0.0))));
    }
}
