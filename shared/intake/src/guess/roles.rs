//! What a column means, by its name in English or Korean.

use crate::options::{Place, Role};
use domain::zones::Zone;

/// Names that mean a role, the surest first: of two columns of one role the one further up is taken.
const NAMES: &[(Role, &[&str])] = &[
    (
        Role::Time,
        &[
            "open time",
            "opentime",
            "candle date time utc",
            "start time",
            "time",
            "datetime",
            "date time",
            "timestamp",
            "unix",
            "unix timestamp",
            "unix time",
            "gmt time",
            "local time",
            "time utc",
            "timestamp utc",
            "datetime utc",
            "time kst",
            "datetime kst",
            "timestamp kst",
            "candle date time kst",
            "ts",
            "t",
            "일시",
            "시각",
            "체결시각",
            "날짜시간",
            "시간",
            "index level 0",
            "index",
            "unnamed 0",
            "column 1",
        ],
    ),
    (
        Role::Date,
        &[
            "date",
            "dates",
            "day",
            "trade date",
            "date utc",
            "date kst",
            "dtyyyymmdd",
            "일자",
            "날짜",
            "거래일",
            "거래일자",
            "기준일",
            "년월일",
        ],
    ),
    (
        Role::Open,
        &[
            "open",
            "o",
            "opening price",
            "open price",
            "open bid",
            "시가",
            "시작가",
            "시초가",
        ],
    ),
    (
        Role::High,
        &["high", "h", "high price", "max", "고가", "최고가"],
    ),
    (
        Role::Low,
        &["low", "l", "low price", "min", "저가", "최저가"],
    ),
    (
        Role::Close,
        &[
            "close",
            "c",
            "trade price",
            "closing price",
            "close price",
            "last",
            "last price",
            "close last",
            "price",
            "종가",
            "현재가",
            "마감가",
        ],
    ),
    (
        Role::Volume,
        &[
            "volume",
            "vol",
            "v",
            "candle acc trade volume",
            "base volume",
            "volume base",
            "base asset volume",
            "volume from",
            "volumefrom",
            "tickvol",
            "tick volume",
            "거래량",
            "누적거래량",
            "체결량",
        ],
    ),
    (
        Role::QuoteVolume,
        &[
            "quote volume",
            "quote asset volume",
            "candle acc trade price",
            "value",
            "turnover",
            "volume currency",
            "volume quote",
            "volume to",
            "volumeto",
            "money",
            "거래대금",
            "거래금액",
            "누적거래대금",
            "대금",
        ],
    ),
    (Role::CloseTime, &["close time", "closetime", "end time"]),
    (
        Role::Symbol,
        &[
            "symbol",
            "market",
            "ticker",
            "pair",
            "instrument",
            "code",
            "종목",
            "종목코드",
            "종목명",
            "코드",
            "마켓",
        ],
    ),
    (Role::MadeUp, &["made up"]),
];

/// Monies a volume may be counted in; `Volume USDT` is money and `Volume BTC` units.
const MONIES: [&str; 9] = [
    "usd", "usdt", "usdc", "busd", "krw", "eur", "jpy", "gbp", "원",
];

/// The role of a name, and how sure: 0 is surest.
pub fn role_of(name: &str) -> Option<(Role, usize)> {
    let plain = plain(name);
    if let Some(unit) = plain
        .strip_prefix("volume ")
        .or_else(|| plain.strip_prefix("거래량 "))
    {
        let known = NAMES
            .iter()
            .any(|(_, names)| names.contains(&plain.as_str()));
        if !known && !unit.is_empty() && !unit.contains(' ') && unit != "ma" {
            return Some(match MONIES.contains(&unit) {
                true => (Role::QuoteVolume, 50),
                false => (Role::Volume, 50),
            });
        }
    }
    let known = NAMES.iter().find_map(|(role, names)| {
        let place = names.iter().position(|known| *known == plain)?;
        Some((*role, place))
    });
    // `시가(원)`: a unit in brackets says nothing about the role.
    known.or_else(|| match name.split_once('(') {
        Some((before, _)) if !before.trim().is_empty() => role_of(before),
        _ => None,
    })
}

/// The clock that a name tells: `candle_date_time_kst`, `Gmt time`.
pub fn zone_of(name: &str) -> Option<Place> {
    let plain = plain(name);
    let has = |word: &str| plain.split(' ').any(|part| part == word);
    if has("kst") || name.to_lowercase().contains("kst") {
        return Some(Place::Zone(Zone::Seoul));
    }
    (has("utc") || has("gmt")).then_some(Place::Zone(Zone::Utc))
}

/// Does the name say that this volume is money?
pub fn names_money(name: &str) -> bool {
    let plain = plain(name);
    let says = ["대금", "금액", "turnover", "quote", "notional"];
    says.iter().any(|word| plain.contains(word))
        || plain.split(' ').any(|word| MONIES.contains(&word))
}

/// Korea's clock.
pub const KOREA: Place = Place::Zone(Zone::Seoul);

/// The columns of a table that pyupbit returns and pandas saves: an index without a name, which is Korea's clock.
pub fn is_pyupbit(names: &[String]) -> bool {
    let rest: Vec<&str> = names.iter().skip(1).map(String::as_str).collect();
    let index = ["column 1", "index", "Unnamed: 0", "__index_level_0__"];
    rest == ["open", "high", "low", "close", "volume", "value"]
        && names
            .first()
            .is_some_and(|name| index.contains(&name.as_str()))
}

/// In small letters, with single blanks for every mark, without brackets' marks, numbers in front and `<` `>`.
fn plain(name: &str) -> String {
    let small = name.to_lowercase();
    let spaced: String = small
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                ' '
            }
        })
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    // `1. open`, as some services number their columns.
    let numbered = words.len() > 1
        && words
            .first()
            .is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    words
        .get(usize::from(numbered)..)
        .unwrap_or_default()
        .join(" ")
}

/// The roles of a header, each role once, the surest name first. Also which columns share a name with one that was taken.
pub fn of_header(names: &[String]) -> (Vec<Role>, Vec<usize>) {
    let told: Vec<Option<(Role, usize)>> = names.iter().map(|name| role_of(name)).collect();
    let mut roles = vec![Role::Other; names.len()];
    let mut twice = Vec::new();
    for role in Role::ALL {
        let of_role = || {
            let places = told.iter().enumerate();
            places.filter_map(move |(place, told)| {
                told.filter(|told| told.0 == role)
                    .map(|told| (told.1, place))
            })
        };
        let Some((sure, best)) = of_role().min() else {
            continue;
        };
        if let Some(taken) = roles.get_mut(best) {
            *taken = role;
        }
        let equal = of_role().filter(|(other, place)| *other == sure && *place != best);
        twice.extend(equal.map(|(_, place)| place));
    }
    twice.sort_unstable();
    (roles, twice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(header: &str) -> Vec<Role> {
        let names: Vec<String> = header.split(',').map(str::to_owned).collect();
        of_header(&names).0
    }

    #[test]
    fn names_of_many_sources_are_known() {
        use Role::{
            Close, CloseTime, Date, High, Low, Open, Other, QuoteVolume, Symbol, Time, Volume,
        };
        for (header, expected) in [
            (
                "time,open,high,low,close,Volume",
                vec![Time, Open, High, Low, Close, Volume],
            ),
            (
                "일자,시가,고가,저가,종가,거래량,거래대금",
                vec![Date, Open, High, Low, Close, Volume, QuoteVolume],
            ),
            ("종목코드,시각,현재가", vec![Symbol, Time, Close]),
            (
                "market,candle_date_time_utc,candle_date_time_kst,opening_price,high_price,low_price,trade_price,timestamp,candle_acc_trade_price,candle_acc_trade_volume,unit",
                vec![
                    Symbol,
                    Time,
                    Other,
                    Open,
                    High,
                    Low,
                    Close,
                    Other,
                    QuoteVolume,
                    Volume,
                    Other,
                ],
            ),
            (
                "unix,date,symbol,open,high,low,close,Volume BTC,Volume USD",
                vec![
                    Time,
                    Date,
                    Symbol,
                    Open,
                    High,
                    Low,
                    Close,
                    Volume,
                    QuoteVolume,
                ],
            ),
            (
                "<TICKER>,<DTYYYYMMDD>,<OPEN>,<VOL>",
                vec![Symbol, Date, Open, Volume],
            ),
            (
                "Open time,Open,Close time,Quote asset volume",
                vec![Time, Open, CloseTime, QuoteVolume],
            ),
            (
                "timestamp,1. open,4. close,5. volume",
                vec![Time, Open, Close, Volume],
            ),
            (
                "Date,Close,Adj Close,Volume",
                vec![Date, Close, Other, Volume],
            ),
            (
                "시가(원),Volume_(BTC),Volume_(Currency)",
                vec![Open, Volume, QuoteVolume],
            ),
            ("\u{feff}Date,close", vec![Date, Close]),
        ] {
            assert_eq!(roles(header), expected, "{header}");
        }
        assert_eq!(role_of("RSI"), None);
        assert_eq!(of_header(&["close".into(), "Close".into()]).1, [1]);
    }

    #[test]
    fn a_name_may_tell_the_clock() {
        assert_eq!(
            zone_of("candle_date_time_kst"),
            Some(Place::Zone(Zone::Seoul))
        );
        assert_eq!(zone_of("Gmt time"), Some(Place::Zone(Zone::Utc)));
        assert_eq!(zone_of("time"), None);
        assert!(names_money("Volume USDT") && names_money("거래대금") && !names_money("Volume"));
    }
}
