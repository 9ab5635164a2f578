//! The venues we know: their ids, fees, and the one door through which an instrument is made.

pub mod alpaca;
pub mod binance;
pub mod file;
pub mod upbit;

use super::{Calendar, Instrument, Symbol};
use crate::num::Bps;
use crate::sample;
use crate::text::Text;
use serde::{Deserialize, Serialize};

/// Where an instrument trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Venue {
    /// The generated market that ships with Backcast; never real prices.
    Sample,
    /// Upbit, Korea: won, BTC and USDT markets.
    Upbit,
    /// Binance spot.
    Binance,
    /// Binance perpetual futures that settle in USDT. Funding is not part of a price, a fee or a rule here.
    BinanceFutures,
    /// Alpaca, US stocks.
    Alpaca,
    /// Bars from a file whose venue is unknown: no step, no minimum.
    File,
}

/// What a venue takes of the notional of a fill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VenueFees {
    /// For an order that waited in the book.
    pub maker: Bps,
    /// For an order that took what was there.
    pub taker: Bps,
}

impl Venue {
    /// Every venue.
    pub const ALL: [Venue; 6] = [
        Venue::Sample,
        Venue::Upbit,
        Venue::Binance,
        Venue::BinanceFutures,
        Venue::Alpaca,
        Venue::File,
    ];

    /// The venues whose bars somebody may have in a file; nobody has prices of the sample market.
    pub fn of_files() -> impl Iterator<Item = Venue> {
        let real = |venue: &Venue| *venue != Venue::Sample;
        Venue::ALL.into_iter().filter(real)
    }

    /// The id used in specs, links and flags.
    pub const fn id(self) -> &'static str {
        match self {
            Venue::Sample => "sample",
            Venue::Upbit => "upbit",
            Venue::Binance => "binance",
            Venue::BinanceFutures => "binance_futures",
            Venue::Alpaca => "alpaca",
            Venue::File => "file",
        }
    }

    /// Finds a venue by id.
    pub fn find(id: &str) -> Option<Venue> {
        Venue::ALL.into_iter().find(|venue| venue.id() == id)
    }

    /// The name a trader would use.
    pub const fn name(self) -> Text {
        match self {
            Venue::Sample => Text::new("Sample market", "샘플 시장"),
            Venue::Upbit => Text::new("Upbit", "업비트"),
            Venue::Binance => Text::new("Binance", "바이낸스"),
            Venue::BinanceFutures => Text::new("Binance Futures", "바이낸스 선물"),
            Venue::Alpaca => Text::new("Alpaca", "알파카"),
            Venue::File => Text::new("File", "파일"),
        }
    }

    /// How the venue writes its codes, for people who wrote another.
    pub const fn example(self) -> &'static str {
        match self {
            Venue::Sample => "SAMPLE-AUR",
            Venue::Upbit => "KRW-BTC",
            Venue::Binance | Venue::BinanceFutures => "BTCUSDT",
            Venue::Alpaca => "AAPL",
            Venue::File => "ANY-CODE",
        }
    }

    /// When it is open; what is only known from a file may trade anywhere, and has no calendar of its own.
    pub const fn calendar(self) -> Option<Calendar> {
        match self {
            Venue::Sample | Venue::Upbit | Venue::Binance | Venue::BinanceFutures => {
                Some(Calendar::AlwaysOpen)
            }
            Venue::Alpaca => Some(Calendar::ExchangeSessions),
            Venue::File => None,
        }
    }

    /// What a fill costs somebody without a discount.
    pub fn fees(self, symbol: Symbol) -> VenueFees {
        let (maker, taker) = match self {
            // A file doesn't say what trading costs: the sample's fee, which is the one runs start from.
            Venue::Sample | Venue::File => upbit::KRW_FEES_BPS,
            Venue::Upbit => upbit::fees_bps(symbol),
            Venue::Binance => binance::SPOT_FEES_BPS,
            Venue::BinanceFutures => binance::FUTURES_FEES_BPS,
            Venue::Alpaca => alpaca::FEES_BPS,
        };
        // The tables hold constants inside the range: a test says so.
        let bps = |value: f64| Bps::new(value).unwrap_or_default();
        VenueFees {
            maker: bps(maker),
            taker: bps(taker),
        }
    }

    /// The trading rules of a symbol; `None` when the venue can't have a market of that code.
    pub fn instrument(self, symbol: Symbol) -> Option<Instrument> {
        match self {
            Venue::Sample => sample::instrument(&symbol),
            Venue::Upbit => upbit::instrument(symbol),
            Venue::Binance => binance::spot(symbol),
            Venue::BinanceFutures => binance::futures(symbol),
            Venue::Alpaca => alpaca::instrument(symbol),
            Venue::File => Some(file::instrument(symbol, Calendar::AlwaysOpen)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::num::{Cash, Price, Qty};
    use crate::order::{Order, OrderKind, Purpose, Reason, Refusal};
    use crate::plan::Direction;
    use crate::time::Ts;

    fn symbol(code: &str) -> Symbol {
        Symbol::parse(code).unwrap()
    }

    #[test]
    fn ids_are_those_of_serde_and_find_their_venue() {
        for venue in Venue::ALL {
            let json = serde_json::to_string(&venue).unwrap();
            assert_eq!(json, format!("\"{}\"", venue.id()));
            assert_eq!(Venue::find(venue.id()), Some(venue));
            assert!(!venue.name().en.is_empty() && !venue.name().ko.is_empty());
        }
        assert_eq!(Venue::find("Upbit"), None);
    }

    #[test]
    fn an_example_is_a_code_of_its_venue() {
        for venue in Venue::ALL {
            let code = venue.example();
            let made = venue.instrument(symbol(code)).unwrap();
            assert_eq!((made.venue, made.symbol), (venue, symbol(code)));
        }
    }

    #[test]
    fn fees_are_those_of_the_venue_and_market() {
        for (venue, code, maker, taker) in [
            (Venue::Sample, "SAMPLE-AUR", 5.0, 5.0),
            (Venue::Upbit, "KRW-BTC", 5.0, 5.0),
            (Venue::Upbit, "BTC-ETH", 25.0, 25.0),
            (Venue::Upbit, "USDT-ETH", 25.0, 25.0),
            (Venue::Upbit, "ELSEWHERE", 25.0, 25.0),
            (Venue::Binance, "BTCUSDT", 10.0, 10.0),
            (Venue::BinanceFutures, "BTCUSDT", 2.0, 5.0),
            (Venue::Alpaca, "AAPL", 0.0, 0.0),
            (Venue::File, "AAPL", 5.0, 5.0),
        ] {
            let fees = venue.fees(symbol(code));
            let got = (fees.maker.get(), fees.taker.get());
            assert_eq!(got, (maker, taker), "{venue:?} {code}");
        }
    }

    #[test]
    fn a_venue_is_open_when_its_instruments_are() {
        for venue in Venue::ALL.into_iter().filter(|venue| *venue != Venue::File) {
            let instrument = venue.instrument(symbol(venue.example())).unwrap();
            assert_eq!(venue.calendar(), Some(instrument.calendar), "{venue:?}");
        }
        assert_eq!(Venue::File.calendar(), None);
        let back = Calendar::ALL.map(|calendar| Calendar::find(calendar.id()));
        assert_eq!(back, Calendar::ALL.map(Some));
        assert_eq!(Calendar::find("nyse"), None);
    }

    /// A buy of `qty` at `price`, on the venue's grid.
    fn buy(venue: Venue, code: &str, price: f64, qty: f64) -> Result<Qty, Refusal> {
        let price = Price::new(price).unwrap();
        let draft = Order::draft(
            0,
            (Direction::Long, Purpose::Open),
            OrderKind::Market,
            Qty::new(qty).unwrap(),
            Reason::EntrySignal,
            Ts(0),
        );
        let instrument = venue.instrument(symbol(code)).unwrap();
        draft.approve(&instrument, price).map(|order| order.qty)
    }

    #[test]
    fn each_venue_refuses_a_buy_just_below_its_minimum() {
        // Price × enough is the minimum in binary too; price × less is below it.
        for (venue, code, minimum, price, enough, less) in [
            (
                Venue::Sample,
                "SAMPLE-AUR",
                5_000.0,
                1_000.0,
                5.0,
                4.999_999_99,
            ),
            (Venue::Upbit, "KRW-BTC", 5_000.0, 1_000.0, 5.0, 4.999_999_99),
            (
                Venue::Upbit,
                "BTC-ETH",
                0.000_05,
                1.0,
                0.000_05,
                0.000_049_99,
            ),
            (Venue::Upbit, "USDT-XRP", 0.5, 0.5, 1.0, 0.999_999_99),
            (Venue::Binance, "BTCUSDT", 10.0, 1_000.0, 0.01, 0.009_999_99),
            (
                Venue::Binance,
                "ETHBTC",
                0.000_1,
                1.0,
                0.000_1,
                0.000_099_99,
            ),
            (Venue::BinanceFutures, "XRPUSDT", 5.0, 0.5, 10.0, 9.999),
            (Venue::BinanceFutures, "ETHUSDT", 20.0, 2_000.0, 0.01, 0.009),
            (
                Venue::BinanceFutures,
                "BTCUSDT",
                100.0,
                50_000.0,
                0.002,
                0.001,
            ),
            (Venue::Alpaca, "AAPL", 1.0, 200.0, 0.005, 0.004_999_999),
        ] {
            let instrument = venue.instrument(symbol(code)).unwrap();
            assert_eq!(instrument.min_notional, Cash::new(minimum).unwrap());
            let got = buy(venue, code, price, enough).map(Qty::get);
            assert_eq!(got, Ok(enough), "{venue:?} {code}");
            let refused = buy(venue, code, price, less);
            assert_eq!(refused, Err(Refusal::BelowMinimum), "{venue:?} {code}");
        }
        assert!(buy(Venue::File, "ANY", 1e-9, 1e-9).is_ok());
        assert_eq!(
            buy(Venue::File, "ANY", 1.0, 0.0),
            Err(Refusal::BelowMinimum)
        );
    }
}
