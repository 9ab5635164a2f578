//! How much, how often and who first, in words.

use super::conditions::condition;
use super::grammar::{fixed, number, percent, same, say};
use super::values::alone;
use super::ways::distance;
use super::{Kind, Sentence, Words, push};
use domain::plan::{AddSize, AddWhen, Adds, Again, Best, Distance, Hold, Node, Rank};
use domain::{Lang, Sizing};

pub(super) fn adds(adds: &Adds, said: &mut Vec<Sentence>) {
    let most = same(adds.most.to_string());
    let when = match &adds.when {
        AddWhen::Signal(when) => {
            let when = condition(when).when();
            say(
                "Add at the next open{0}, at most {1} times.",
                "{0}다음 봉 시가에 추가 진입합니다(최대 {1}번).",
                &[&when, &most],
            )
        }
        AddWhen::Gain(Distance::Price(level)) | AddWhen::Loss(Distance::Price(level)) => say(
            "Add when the price reaches {0} as of the last close before the entry, at most {1} times.",
            "가격이 진입 직전 종가 시점의 {0}에 이르면 추가 진입합니다(최대 {1}번).",
            &[&alone(level), &most],
        ),
        AddWhen::Gain(by) => say(
            "Add each time the price has moved {0} in favour since the last entry or add, at most {1} times.",
            "마지막 진입가에서 {0} 유리해질 때마다 추가 진입합니다(최대 {1}번).",
            &[&distance(by), &most],
        ),
        AddWhen::Loss(by) => say(
            "Add each time the price has moved {0} against since the last entry or add, at most {1} times.",
            "마지막 진입가에서 {0} 불리해질 때마다 추가 진입합니다(최대 {1}번).",
            &[&distance(by), &most],
        ),
    };
    push(said, Kind::Add, when);
    let size = match (adds.size, adds.scale) {
        (AddSize::Units, 1.0) => fixed(
            "Each add has as many units as the one before it.",
            "추가 진입의 수량은 직전 진입과 같습니다.",
        ),
        (AddSize::Units, scale) => say(
            "Each add has {0} × the units of the one before it.",
            "추가 진입의 수량은 직전 진입의 {0}배입니다.",
            &[&same(number(scale))],
        ),
        (AddSize::Money, 1.0) => fixed(
            "Each add is for as much money as the one before it.",
            "추가 진입의 금액은 직전 진입과 같습니다.",
        ),
        (AddSize::Money, scale) => say(
            "Each add is for {0} × the money of the one before it.",
            "추가 진입의 금액은 직전 진입의 {0}배입니다.",
            &[&same(number(scale))],
        ),
    };
    push(said, Kind::Add, size);
    let from = if adds.from_last {
        fixed(
            "Stops and targets are set anew from the price of the last add.",
            "손절과 목표가는 마지막 추가 진입가를 기준으로 다시 잡습니다.",
        )
    } else {
        fixed(
            "Stops and targets are measured from the average price.",
            "손절과 목표가는 평균 단가를 기준으로 합니다.",
        )
    };
    push(said, Kind::Add, from);
}

pub(super) fn again(again: &Again, said: &mut Vec<Sentence>) {
    let mut say_once = |words: Words| push(said, Kind::Again, words);
    if again.wait > 0 {
        say_once(say(
            "After an exit, do not enter for {0}.",
            "청산 후 {0} 동안은 진입하지 않습니다.",
            &[&bars(again.wait)],
        ));
    }
    if again.wait_after_stop > 0 {
        say_once(say(
            "After a losing stop, do not enter for {0}.",
            "손절로 손실이 나면 {0} 동안은 진입하지 않습니다.",
            &[&bars(again.wait_after_stop)],
        ));
    }
    if again.fresh {
        say_once(fixed(
            "Before the next entry its condition must have failed once.",
            "진입 조건이 한 번 풀렸다가 다시 성립해야 다시 진입합니다.",
        ));
    }
    match again.most_a_day {
        None => {}
        Some(1) => say_once(fixed(
            "Enter at most once a day (UTC).",
            "하루(UTC 기준)에 한 번만 진입합니다.",
        )),
        Some(most) => say_once(say(
            "Enter at most {0} times a day (UTC).",
            "하루(UTC 기준)에 최대 {0}번 진입합니다.",
            &[&same(most.to_string())],
        )),
    }
}

pub(super) fn rank(rank: &Rank, said: &mut Vec<Sentence>) {
    let by = alone(&rank.by);
    let words = match rank.best {
        Best::Highest => say(
            "When several symbols want in at once, the one with the highest {0} goes first.",
            "여러 종목이 동시에 신호를 내면 {0:이} 높은 종목부터 진입합니다.",
            &[&by],
        ),
        Best::Lowest => say(
            "When several symbols want in at once, the one with the lowest {0} goes first.",
            "여러 종목이 동시에 신호를 내면 {0:이} 낮은 종목부터 진입합니다.",
            &[&by],
        ),
    };
    push(said, Kind::Rank, words);
}

pub(super) fn sizing(sizing: &Sizing, said: &mut Vec<Sentence>) {
    let words = Words {
        en: sizing.rule(Lang::En),
        ko: sizing.rule(Lang::Ko),
    };
    push(said, Kind::Size, words);
}

pub(super) fn weight(weight: &Node, said: &mut Vec<Sentence>) {
    let words = say(
        "Scale each entry by {0}, from 0 to 1.",
        "진입 크기에 {0:을} 곱합니다(0~1).",
        &[&alone(weight)],
    );
    push(said, Kind::Size, words);
}

pub(super) fn hold(hold: &Hold, said: &mut Vec<Sentence>) {
    let when = condition(&hold.when).when();
    let share = match &hold.share {
        Node::Number(share) => same(percent(*share)),
        share => alone(share),
    };
    let words = say(
        "At the next open{0}, set the share of the account in each symbol to {1}.",
        "{0}다음 봉 시가에 종목별 비중을 {1:으로} 맞춥니다.",
        &[&when, &share],
    );
    push(said, Kind::Hold, words);
    if hold.tolerance > 0.0 {
        let words = say(
            "Leave differences smaller than {0} of the account alone.",
            "계좌의 {0}보다 작은 차이는 그대로 둡니다.",
            &[&same(percent(hold.tolerance))],
        );
        push(said, Kind::Hold, words);
    }
}

fn bars(bars: u32) -> Words {
    let count = same(bars.to_string());
    match bars {
        1 => say("{0} bar", "{0}봉", &[&count]),
        _ => say("{0} bars", "{0}봉", &[&count]),
    }
}
