//! Repairs: each is asked for by name, says what it changes, and is taken back by leaving it out.

use crate::defect::DefectKind;
use crate::options::Place;
use domain::Text;
use serde::{Deserialize, Serialize};

/// Something that may be done to the rows on their way to bars; the file itself is never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repair {
    /// Leave out headers that repeat, comments and footers.
    DropNotes,
    /// Leave out the cells after the last column.
    CutLongRows,
    /// Read prices without their currency sign.
    StripCurrency,
    /// Read each time in the unit its size tells.
    UnitOfEachTime,
    /// Take times without a zone for this clock's.
    TakeZone(Place),
    /// Where a clock is set back and an hour comes twice, take its second coming for the second.
    SecondHour,
    /// Leave out rows of other markets.
    DropOtherSymbols,
    /// Count an empty volume as 0.
    FillVolume,
    /// Where high and low are the wrong way round, exchange them.
    SwapHighLow,
    /// Where open or close lie outside, widen high and low to hold them.
    Enclose,
    /// Leave out rows that can't be bars: cells missing or unreadable, prices of 0 or less, volume below 0.
    DropBadRows,
    /// Leave out bars that open in the future.
    DropFuture,
    /// Leave out the last bar when it isn't over.
    DropUnfinished,
    /// Leave out the last bar when it stands for a part of one.
    DropPartialLast,
    /// Leave out bars of another length.
    DropOtherLengths,
    /// Move each time to the opening of the bar it lies in.
    SnapToGrid,
    /// Leave out bars that open where none can.
    DropOffGrid,
    /// Sort rows by time, oldest first.
    Sort,
    /// Of bars of one time keep the first in the file.
    KeepFirst,
    /// Of bars of one time keep the last in the file.
    KeepLast,
}

impl Repair {
    /// Every repair in the order it is applied, zones with Korean time.
    pub const ALL: [Repair; 20] = [
        Repair::DropNotes,
        Repair::CutLongRows,
        Repair::StripCurrency,
        Repair::UnitOfEachTime,
        Repair::TakeZone(Place::Zone(domain::zones::Zone::Seoul)),
        Repair::SecondHour,
        Repair::DropOtherSymbols,
        Repair::FillVolume,
        Repair::SwapHighLow,
        Repair::Enclose,
        Repair::DropBadRows,
        Repair::DropFuture,
        Repair::DropUnfinished,
        Repair::DropPartialLast,
        Repair::DropOtherLengths,
        Repair::SnapToGrid,
        Repair::DropOffGrid,
        Repair::Sort,
        Repair::KeepFirst,
        Repair::KeepLast,
    ];

    /// The id used in flags.
    pub const fn id(self) -> &'static str {
        match self {
            Repair::DropNotes => "drop_notes",
            Repair::CutLongRows => "cut_long_rows",
            Repair::StripCurrency => "strip_currency",
            Repair::UnitOfEachTime => "unit_of_each_time",
            Repair::TakeZone(_) => "take_zone",
            Repair::SecondHour => "second_hour",
            Repair::DropOtherSymbols => "drop_other_symbols",
            Repair::FillVolume => "fill_volume",
            Repair::SwapHighLow => "swap_high_low",
            Repair::Enclose => "enclose",
            Repair::DropBadRows => "drop_bad_rows",
            Repair::DropFuture => "drop_future",
            Repair::DropUnfinished => "drop_unfinished",
            Repair::DropPartialLast => "drop_partial_last",
            Repair::DropOtherLengths => "drop_other_lengths",
            Repair::SnapToGrid => "snap_to_grid",
            Repair::DropOffGrid => "drop_off_grid",
            Repair::Sort => "sort",
            Repair::KeepFirst => "keep_first",
            Repair::KeepLast => "keep_last",
        }
    }

    /// What it does, for the list a person picks from.
    pub const fn about(self) -> Text {
        match self {
            Repair::DropNotes => Text::new(
                "Leave out repeated headers, comments and footers",
                "되풀이된 머리글, 주석, 꼬리말을 뺍니다",
            ),
            Repair::CutLongRows => Text::new(
                "Leave out cells after the last column",
                "마지막 열 뒤의 칸을 뺍니다",
            ),
            Repair::StripCurrency => Text::new(
                "Read prices without their currency sign",
                "통화 기호를 떼고 가격을 읽습니다",
            ),
            Repair::UnitOfEachTime => Text::new(
                "Read each time in the unit its size tells",
                "시각마다 자릿수에 맞는 단위로 읽습니다",
            ),
            Repair::TakeZone(_) => Text::new(
                "Read times without a zone by this clock",
                "시간대가 없는 시각을 이 시간대로 읽습니다",
            ),
            Repair::SecondHour => Text::new(
                "Where an hour comes twice, take the second for the second",
                "두 번 오는 시간은 두 번째 것을 두 번째로 읽습니다",
            ),
            Repair::DropOtherSymbols => {
                Text::new("Leave out rows of other markets", "다른 종목의 행을 뺍니다")
            }
            Repair::FillVolume => {
                Text::new("Count an empty volume as 0", "빈 거래량을 0으로 둡니다")
            }
            Repair::SwapHighLow => Text::new(
                "Exchange high and low where they are the wrong way round",
                "뒤바뀐 고가와 저가를 맞바꿉니다",
            ),
            Repair::Enclose => Text::new(
                "Widen high and low to hold open and close",
                "시가와 종가가 들어오도록 고가와 저가를 넓힙니다",
            ),
            Repair::DropBadRows => Text::new(
                "Leave out rows that can't be bars",
                "봉이 될 수 없는 행을 뺍니다",
            ),
            Repair::DropFuture => Text::new(
                "Leave out bars that open in the future",
                "아직 오지 않은 시각의 봉을 뺍니다",
            ),
            Repair::DropUnfinished => Text::new(
                "Leave out the last bar, which isn't over",
                "끝나지 않은 마지막 봉을 뺍니다",
            ),
            Repair::DropPartialLast => Text::new(
                "Leave out the last bar, which is part of one",
                "일부만 담긴 마지막 봉을 뺍니다",
            ),
            Repair::DropOtherLengths => Text::new(
                "Leave out bars of another length",
                "길이가 다른 봉을 뺍니다",
            ),
            Repair::SnapToGrid => Text::new(
                "Move each time to the opening of its bar",
                "시각을 그 봉의 시작으로 옮깁니다",
            ),
            Repair::DropOffGrid => Text::new(
                "Leave out bars that open where none can",
                "봉이 시작될 수 없는 시각의 봉을 뺍니다",
            ),
            Repair::Sort => Text::new(
                "Sort by time, oldest first",
                "오래된 것부터 시간순으로 놓습니다",
            ),
            Repair::KeepFirst => Text::new(
                "Of bars of one time keep the first",
                "같은 시각의 봉은 처음 것만 남깁니다",
            ),
            Repair::KeepLast => Text::new(
                "Of bars of one time keep the last",
                "같은 시각의 봉은 마지막 것만 남깁니다",
            ),
        }
    }

    /// The defects it mends.
    pub fn mends(self) -> impl Iterator<Item = DefectKind> {
        DefectKind::ALL
            .into_iter()
            .filter(move |kind| kind.repairs().iter().any(|repair| repair.id() == self.id()))
    }
}
