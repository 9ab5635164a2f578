//! The kinds of defects, named as a trader would; each says how bad it is and which repairs mend it.

use crate::options::Place;
use crate::repair::Repair;
use domain::Text;
use domain::zones::Zone;
use serde::{Deserialize, Serialize};

/// How bad a defect is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; the rows are bars all the same. Real markets crash, stand still and close.
    Warns,
    /// The rows can't be bars until it is repaired or an option says how to read them.
    Stops,
}

/// One kind: variant, severity, repairs (the first is the suggested one), names, sentences.
macro_rules! kinds {
    ($($kind:ident $id:literal $severity:ident [$($repair:expr),*]
        $en:literal $ko:literal $about_en:literal $about_ko:literal;)*) => {
        /// A kind of defect.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum DefectKind {
            $(#[doc = $about_en] $kind,)*
        }

        impl DefectKind {
            /// Every kind: of the file, of cells, of bars, of time, of the series.
            pub const ALL: [DefectKind; [$($id),*].len()] = [$(DefectKind::$kind),*];

            /// The id used in flags and JSON.
            pub const fn id(self) -> &'static str {
                match self { $(DefectKind::$kind => $id,)* }
            }

            /// The name a trader would use.
            pub const fn name(self) -> Text {
                match self { $(DefectKind::$kind => Text::new($en, $ko),)* }
            }

            /// What it means.
            pub const fn about(self) -> Text {
                match self { $(DefectKind::$kind => Text::new($about_en, $about_ko),)* }
            }

            /// How bad it is.
            pub const fn severity(self) -> Severity {
                match self { $(DefectKind::$kind => Severity::$severity,)* }
            }

            /// The repairs that mend it, the usual one first; none where an option must say how to read the file.
            pub const fn repairs(self) -> &'static [Repair] {
                match self { $(DefectKind::$kind => &[$($repair),*],)* }
            }
        }
    };
}

const TAKE_KST: Repair = Repair::TakeZone(Place::Zone(Zone::Seoul));

kinds! {
    MissingColumn "missing_column" Stops []
        "Column missing" "열 없음"
        "A column that bars need isn't in the file."
        "봉에 필요한 열이 파일에 없습니다.";
    ColumnTwice "column_twice" Stops []
        "Column twice" "열 중복"
        "Two columns have the same meaning; choose one."
        "두 열의 뜻이 같습니다. 하나를 고르세요.";
    UndecodableBytes "undecodable_bytes" Stops [Repair::DropBadRows]
        "Unreadable bytes" "읽을 수 없는 바이트"
        "The row holds bytes that are no letters in this encoding."
        "이 인코딩의 글자가 아닌 바이트가 있습니다.";
    MarkInside "mark_inside" Warns []
        "Byte order mark inside" "중간의 BOM"
        "A byte order mark stands inside the file, as when files were joined; it is passed over."
        "파일 중간에 BOM이 있습니다. 파일을 이어 붙이면 생기며, 건너뜁니다.";
    QuoteOpen "quote_open" Stops [Repair::DropBadRows]
        "Quote never closed" "닫히지 않은 따옴표"
        "A quotation mark opens a cell and none closes it."
        "칸을 여는 따옴표만 있고 닫는 것이 없습니다.";
    ShortRow "short_row" Stops [Repair::DropBadRows]
        "Row too short" "짧은 행"
        "The row has fewer cells than the table has columns that are used."
        "행의 칸이 표의 열보다 적습니다.";
    LongRow "long_row" Stops [Repair::CutLongRows, Repair::DropBadRows]
        "Row too long" "긴 행"
        "The row has more cells than the table has columns."
        "행의 칸이 표의 열보다 많습니다.";
    HeaderAgain "header_again" Stops [Repair::DropNotes]
        "Header again" "되풀이된 머리글"
        "The header stands once more inside the file."
        "머리글이 파일 중간에 또 있습니다.";
    NoteLine "note_line" Stops [Repair::DropNotes]
        "Comment or footer" "주석 또는 꼬리말"
        "The line is a remark, not a row of the table."
        "표의 행이 아니라 설명입니다.";
    EmptyCell "empty_cell" Stops [Repair::DropBadRows]
        "Empty cell" "빈 칸"
        "A price or time is empty."
        "가격이나 시각이 비어 있습니다.";
    NotANumber "not_a_number" Stops [Repair::DropBadRows]
        "Not a number" "숫자가 아님"
        "A price or volume can't be read as a number."
        "가격이나 거래량을 숫자로 읽을 수 없습니다.";
    NanOrInfinity "nan_or_infinity" Stops [Repair::DropBadRows]
        "NaN or infinity" "NaN 또는 무한대"
        "A price or volume is written as NaN or infinity."
        "가격이나 거래량이 NaN 또는 무한대입니다.";
    CurrencySign "currency_sign" Stops [Repair::StripCurrency, Repair::DropBadRows]
        "Currency sign" "통화 기호"
        "A price carries a currency sign."
        "가격에 통화 기호가 붙어 있습니다.";
    ThousandsUnclear "thousands_unclear" Stops []
        "Comma unclear" "쉼표의 뜻 불명"
        "1,234 may be a thousand or one and a fraction; say which."
        "1,234가 천 단위인지 소수인지 알 수 없습니다. 골라 주세요.";
    DecimalUnclear "decimal_unclear" Stops []
        "Point unclear" "점의 뜻 불명"
        "1.234 may be one and a fraction or a thousand, for other numbers here have a decimal comma; say which."
        "다른 수에 소수 쉼표가 있어 1.234가 소수인지 천 단위인지 알 수 없습니다. 골라 주세요.";
    PriceNegative "price_negative" Stops [Repair::DropBadRows]
        "Price below 0" "음수 가격"
        "A price is below 0."
        "가격이 0보다 작습니다.";
    PriceZero "price_zero" Stops [Repair::DropBadRows]
        "Price 0" "0인 가격"
        "A price is 0."
        "가격이 0입니다.";
    PriceAbsurd "price_absurd" Stops [Repair::DropBadRows]
        "Price beyond all markets" "있을 수 없는 가격"
        "A price is larger or smaller than any market's."
        "어떤 시장에도 없는 크기의 가격입니다.";
    VolumeMissing "volume_missing" Stops [Repair::FillVolume, Repair::DropBadRows]
        "Volume missing" "거래량 없음"
        "The volume of a row is empty."
        "행의 거래량이 비어 있습니다.";
    NoVolumeColumn "no_volume_column" Stops [Repair::FillVolume]
        "No volume column" "거래량 열 없음"
        "The file has no column of volume."
        "파일에 거래량 열이 없습니다.";
    VolumeNegative "volume_negative" Stops [Repair::DropBadRows]
        "Volume below 0" "음수 거래량"
        "A volume is below 0."
        "거래량이 0보다 작습니다.";
    VolumeInQuote "volume_in_quote" Warns []
        "Volume may be money" "거래대금으로 보임"
        "The volume looks like money traded, not units: choose the column of units if there is one."
        "거래량이 수량이 아니라 거래대금으로 보입니다. 수량 열이 있으면 고르세요.";
    HighBelowLow "high_below_low" Stops [Repair::SwapHighLow, Repair::DropBadRows]
        "High below low" "저가보다 낮은 고가"
        "The high is below the low."
        "고가가 저가보다 낮습니다.";
    HighTooLow "high_too_low" Stops [Repair::Enclose, Repair::DropBadRows]
        "High below open or close" "시가·종가보다 낮은 고가"
        "The high is below the open or the close."
        "고가가 시가나 종가보다 낮습니다.";
    LowTooHigh "low_too_high" Stops [Repair::Enclose, Repair::DropBadRows]
        "Low above open or close" "시가·종가보다 높은 저가"
        "The low is above the open or the close."
        "저가가 시가나 종가보다 높습니다.";
    TimeUnreadable "time_unreadable" Stops [Repair::DropBadRows]
        "Time unreadable" "읽을 수 없는 시각"
        "A time can't be read."
        "시각을 읽을 수 없습니다.";
    DayMonthUnclear "day_month_unclear" Stops []
        "Day or month first" "일·월 순서 불명"
        "01/02/2024 may be 1 February or 2 January, and no row tells; say which."
        "01/02/2024가 1월 2일인지 2월 1일인지 알 수 있는 행이 없습니다. 골라 주세요.";
    TimeUnitsMixed "time_units_mixed" Stops [Repair::UnitOfEachTime, Repair::DropBadRows]
        "Units of time mixed" "섞인 시간 단위"
        "Times are in seconds here and in milliseconds or finer there."
        "시각이 초와 밀리초 등으로 섞여 있습니다.";
    TimeImpossible "time_impossible" Stops [Repair::DropBadRows]
        "Time before markets" "있을 수 없는 시각"
        "A time is before 1900 or after 2200."
        "1900년 전이나 2200년 뒤의 시각입니다.";
    ZonesMixed "zones_mixed" Warns []
        "Zones mixed" "섞인 시간대"
        "Some times have a zone and others none, or another."
        "시간대가 있는 시각과 없거나 다른 시각이 섞여 있습니다.";
    ZoneMissing "zone_missing" Warns [TAKE_KST]
        "No zone" "시간대 없음"
        "Times have no zone and nobody said whose clock they are; they are read as UTC."
        "시각에 시간대가 없고 정해 주지도 않아 UTC로 읽습니다.";
    DayInKst "day_in_kst" Stops [TAKE_KST]
        "Day by Korean time" "한국 시간으로 센 하루"
        "Days open at 09:00 without a zone, which is how Korean time shows a UTC day."
        "하루가 시간대 없는 09:00에 시작합니다. UTC 하루를 한국 시간으로 적으면 이렇습니다.";
    HourTwice "hour_twice" Stops [Repair::SecondHour, Repair::DropBadRows]
        "Hour twice" "두 번 오는 시간"
        "The clock was set back and this hour came twice."
        "시계가 뒤로 가서 이 시간이 두 번 왔습니다.";
    HourMissing "hour_missing" Stops [Repair::DropBadRows]
        "Hour that never was" "없는 시간"
        "The clock was set forward and this hour never was."
        "시계가 앞으로 가서 이 시간은 없었습니다.";
    CloseTimeWrong "close_time_wrong" Warns []
        "Close time off" "맞지 않는 마감 시각"
        "The closing time of a row doesn't fit its opening time and the length of a bar."
        "행의 마감 시각이 시작 시각과 봉 길이에 맞지 않습니다.";
    OtherSymbol "other_symbol" Stops [Repair::DropOtherSymbols]
        "Other market" "다른 종목"
        "The row is of another market."
        "다른 종목의 행입니다.";
    MarketNamedOtherwise "market_named_otherwise" Warns []
        "Named as another market" "다른 종목 이름"
        "The file names another market than the one chosen, and the choice is followed."
        "파일에 적힌 종목이 선택한 종목과 다릅니다. 선택을 따릅니다.";
    LengthUnknown "length_unknown" Stops []
        "Length of bars unknown" "봉 길이 불명"
        "The rows don't tell how long a bar is; say it."
        "행만으로는 봉 길이를 알 수 없습니다. 골라 주세요.";
    LengthNamedOtherwise "length_named_otherwise" Warns []
        "Name says another length" "이름과 다른 봉 길이"
        "The name of the file says another length than its rows, and the rows are believed."
        "파일 이름의 봉 길이가 행과 다릅니다. 행을 따릅니다.";
    NewestFirst "newest_first" Stops [Repair::Sort]
        "Newest first" "최신순"
        "The whole file runs from the newest bar to the oldest."
        "파일 전체가 최신 봉부터 적혀 있습니다.";
    OutOfOrder "out_of_order" Stops [Repair::Sort]
        "Out of order" "뒤섞인 시각"
        "A time is before the one above it."
        "위 행보다 앞선 시각입니다.";
    SameBarTwice "same_bar_twice" Stops [Repair::KeepFirst]
        "Same bar twice" "같은 봉 중복"
        "A bar stands twice with the same values."
        "같은 값의 봉이 두 번 있습니다.";
    TwoBarsOneTime "two_bars_one_time" Stops [Repair::KeepLast, Repair::KeepFirst]
        "Two bars of one time" "한 시각에 다른 봉"
        "Two bars of the same time have different values."
        "같은 시각의 두 봉이 값이 다릅니다.";
    OffGrid "off_grid" Stops [Repair::SnapToGrid, Repair::DropOffGrid]
        "Off the grid" "격자에서 벗어남"
        "No bar of this length opens at this time."
        "이 길이의 봉이 시작될 수 없는 시각입니다.";
    LengthsMixed "lengths_mixed" Stops [Repair::DropOtherLengths]
        "Lengths mixed" "섞인 봉 길이"
        "Some rows are bars of another length."
        "일부 행은 길이가 다른 봉입니다.";
    TimeInFuture "time_in_future" Stops [Repair::DropFuture]
        "In the future" "미래의 봉"
        "The bar opens after now."
        "아직 오지 않은 시각의 봉입니다.";
    BarUnfinished "bar_unfinished" Stops [Repair::DropUnfinished]
        "Bar not over" "끝나지 않은 봉"
        "The last bar isn't over yet; its values will change."
        "마지막 봉이 아직 끝나지 않아 값이 바뀝니다.";
    LastBarPartial "last_bar_partial" Stops [Repair::DropPartialLast]
        "Part of a bar" "일부만 담긴 봉"
        "The last row stands for a part of a bar."
        "마지막 행은 봉의 일부입니다.";
    Gap "gap" Warns []
        "Gap" "빈 구간"
        "Bars are missing between two rows."
        "두 행 사이에 봉이 빠져 있습니다.";
    GapRun "gap_run" Warns []
        "Many gaps" "잦은 빈 구간"
        "Bars are missing again and again within a stretch."
        "한 구간에서 봉이 거듭 빠져 있습니다.";
    FlatRun "flat_run" Warns []
        "Price stands still" "멈춘 가격"
        "Many bars in a row have one single price."
        "여러 봉이 이어서 한 가격뿐입니다.";
    ZeroVolumeRun "zero_volume_run" Warns []
        "Nothing traded" "거래 없는 구간"
        "Many bars in a row have no volume."
        "여러 봉이 이어서 거래량이 없습니다.";
    UnitSlip "unit_slip" Warns []
        "Price off by tens" "자릿수가 다른 가격"
        "Prices are 10, 100 or 1,000 times their neighbours', or as many times less, and come back."
        "가격이 이웃의 10·100·1,000배이거나 그만큼 작았다가 돌아옵니다.";
    Spike "spike" Warns []
        "Spike" "튀는 봉"
        "One bar closes far away from both its neighbours."
        "한 봉의 종가가 양쪽 이웃과 크게 다릅니다.";
    Wick "wick" Warns []
        "Long wick" "긴 꼬리"
        "High or low of a bar lie far outside what trades around it, as in a flash crash."
        "고가나 저가가 주변 가격에서 크게 벗어나 있습니다. 순간 폭락이 이렇습니다.";
    SplitLike "split_like" Warns []
        "Looks like a split" "분할로 보임"
        "The price steps by a whole ratio and stays, as after a split."
        "가격이 정수 비율로 바뀌어 이어집니다. 주식 분할이 이렇습니다.";
    Jump "jump" Warns []
        "Jump" "급변"
        "The price moves many times further than it usually does and stays."
        "가격이 평소보다 훨씬 크게 움직여 이어집니다.";
}

impl DefectKind {
    /// Finds a kind by its id.
    pub fn find(id: &str) -> Option<DefectKind> {
        DefectKind::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_an_id_of_its_own_which_is_its_name_in_json() {
        for kind in DefectKind::ALL {
            assert_eq!(DefectKind::find(kind.id()), Some(kind));
            let json = serde_json::to_string(&kind).unwrap();
            assert_eq!(json, format!("{:?}", kind.id()));
        }
    }

    #[test]
    fn what_warns_asks_for_no_repair_of_rows_and_what_stops_can_be_answered() {
        for kind in DefectKind::ALL {
            let rows = kind.repairs().iter().any(|repair| *repair != TAKE_KST);
            assert!(!(kind.severity() == Severity::Warns && rows), "{kind:?}");
        }
    }
}
