//! What an exchange says besides bars: what it trades, what that costs now, who waits in the book, who just traded.

use domain::{Symbol, Ts};
use serde::{Deserialize, Serialize};

/// One thing that is traded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Market {
    /// Its code.
    pub symbol: Symbol,
    /// What is bought, such as `BTC`.
    pub base: String,
    /// What is paid with, such as `KRW`.
    pub quote: String,
    /// Its name in Korean.
    pub korean_name: Option<String>,
    /// Its name in English.
    pub english_name: Option<String>,
    /// Can it be traded now?
    pub trading: bool,
    /// The exchange warns of it.
    pub warning: bool,
    /// What the exchange asks to watch out for.
    pub cautions: Vec<Caution>,
    /// Smallest step of a price, when it is one step for all prices.
    pub tick: Option<f64>,
    /// Smallest step of a quantity.
    pub lot: Option<f64>,
    /// Smallest order, in the quote currency.
    pub min_notional: Option<f64>,
}

/// What an exchange asks to watch out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// The price moves a lot.
    PriceFluctuations,
    /// Much more is traded than usual.
    TradingVolumeSoaring,
    /// Much more is paid in than usual.
    DepositAmountSoaring,
    /// Other countries pay another price.
    GlobalPriceDifferences,
    /// A few accounts make most of the trades.
    ConcentrationOfSmallAccounts,
    /// Something this version has no word for.
    Other,
}

/// All that an exchange trades.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Markets {
    /// Those we can name, by symbol.
    pub markets: Vec<Market>,
    /// Codes that are none of ours, such as one with Chinese letters.
    pub left_out: Vec<String>,
}

/// What something costs now.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ticker {
    /// Of what.
    pub symbol: Symbol,
    /// Last trade.
    pub last: f64,
    /// Since the venue's yesterday (Upbit: the close of the UTC day before; Binance: 24 hours ago), as a ratio: 0.01 is up one percent.
    pub change: f64,
    /// Traded in 24 hours, in the quote currency.
    pub quote_volume_24h: f64,
    /// When the exchange said so.
    pub at: Ts,
}

/// One price in an order book and what waits there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// The price.
    pub price: f64,
    /// Units of the base asset.
    pub size: f64,
}

/// Who waits to buy and to sell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OrderBook {
    /// Of what.
    pub symbol: Symbol,
    /// When, if the exchange says so.
    pub at: Option<Ts>,
    /// Buyers, highest price first.
    pub bids: Vec<Level>,
    /// Sellers, lowest price first.
    pub asks: Vec<Level>,
}

/// One trade somebody made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trade {
    /// Of what.
    pub symbol: Symbol,
    /// When.
    pub at: Ts,
    /// At which price.
    pub price: f64,
    /// How many units of the base asset.
    pub size: f64,
    /// Who came to the other: the buyer, or the seller.
    pub taker: Taker,
    /// The exchange's number for it; unique, and more than a floating-point number can hold.
    pub id: u64,
}

/// Who came to the other's waiting order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Taker {
    /// Somebody bought at the offer.
    Buyer,
    /// Somebody sold at the bid.
    Seller,
}

/// One day a stock exchange is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Midnight UTC of the day's date.
    pub day: Ts,
    /// The bell.
    pub opens: Ts,
    /// The last bell; half days close early.
    pub closes: Ts,
}
