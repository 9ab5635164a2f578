//! Sums over the trades of a run, so that every trade metric is a division.

use crate::drawdown::Drawdown;
use crate::moments::Moments;
use domain::{Side, Trade, Undefined};

/// Closed trades of one direction, or of both.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Group {
    /// How many.
    pub count: f64,
    /// Those with a gain after fees.
    pub winners: f64,
    /// Those with a loss after fees.
    pub losers: f64,
    /// Gains of the winners, money.
    pub won: f64,
    /// Losses of the losers, money, as a positive number.
    pub lost: f64,
    /// Returns of the winners, summed.
    pub won_ratio: f64,
    /// Returns of the losers, summed, as a positive number.
    pub lost_ratio: f64,
    /// Bars the winners were held.
    pub winner_bars: f64,
    /// Bars the losers were held.
    pub loser_bars: f64,
    /// Bars all were held.
    pub bars: f64,
}

impl Group {
    /// One trade more: gain after fees, the same ÷ amount paid, and bars held.
    pub fn push(&mut self, pnl: f64, ratio: f64, bars: f64) {
        self.count += 1.0;
        self.bars += bars;
        if pnl > 0.0 {
            self.winners += 1.0;
            self.won += pnl;
            self.won_ratio += ratio;
            self.winner_bars += bars;
        } else if pnl < 0.0 {
            self.losers += 1.0;
            self.lost -= pnl;
            self.lost_ratio -= ratio;
            self.loser_bars += bars;
        }
    }

    /// Winners ÷ trades.
    pub fn win_rate(&self) -> Result<f64, Undefined> {
        Ok(self.winners / self.some()?.count)
    }

    /// Gains ÷ losses.
    pub fn profit_factor(&self) -> Result<f64, Undefined> {
        self.some()?;
        if self.lost == 0.0 {
            return Err(Undefined::NoLosers);
        }
        Ok(self.won / self.lost)
    }

    /// Mean gain of a trade, money.
    pub fn expectancy(&self) -> Result<f64, Undefined> {
        Ok((self.won - self.lost) / self.some()?.count)
    }

    /// Itself, if there are trades.
    pub fn some(&self) -> Result<&Group, Undefined> {
        if self.count == 0.0 {
            return Err(Undefined::NoTrades);
        }
        Ok(self)
    }
}

/// Everything metrics ask of the trades. A trade still open is no result yet: it counts only in `open` and in costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TradeFacts {
    /// Closed trades.
    pub all: Group,
    /// Closed long trades.
    pub longs: Group,
    /// Closed short trades.
    pub shorts: Group,
    /// Moments of the returns.
    pub ratios: Moments,
    /// Moments of the gains in units of the money at risk, of trades that had a stop.
    pub multiples: Moments,
    /// Middle return.
    pub median: f64,
    /// Highest return.
    pub best: f64,
    /// Lowest return.
    pub worst: f64,
    /// Longest row of winners.
    pub win_streak: u32,
    /// Longest row of losers.
    pub loss_streak: u32,
    /// Sum of the maximum adverse excursions, 0 or less.
    pub adverse: f64,
    /// Sum of the maximum favourable excursions, 0 or more.
    pub favourable: f64,
    /// Fees of the closed trades.
    pub closed_fees: f64,
    /// Fees of all trades.
    pub fees: f64,
    /// Money that changed hands on all executed sides.
    pub traded: f64,
    /// Trades still open.
    pub open: f64,
    /// Their gain at the last price.
    pub open_pnl: f64,
    /// Deepest fall of start cash + gains of the trades closed so far.
    pub closed_drawdown: f64,
}

impl TradeFacts {
    /// One look at the trades, in the order they were closed.
    pub fn of(trades: &[Trade], start: f64) -> TradeFacts {
        let mut facts = TradeFacts::default();
        let mut closed: Vec<&Trade> = Vec::with_capacity(trades.len());
        for trade in trades {
            facts.fees += trade.fees.get();
            facts.traded += trade.entry.price.get() * trade.qty.get();
            if trade.open {
                facts.open += 1.0;
                facts.open_pnl += trade.pnl.get();
            } else {
                facts.traded += trade.exit.price.get() * trade.qty.get();
                closed.push(trade);
            }
        }
        // Stable: trades that end in one bar stay in the order of their entries.
        closed.sort_by_key(|trade| trade.exit.time);
        let mut meter = Drawdown::new(start, 0);
        let mut ratios = Vec::with_capacity(closed.len());
        let (mut balance, mut wins, mut losses) = (start, 0, 0);
        for trade in &closed {
            let (pnl, ratio) = (trade.pnl.get(), trade.return_ratio);
            facts.push(trade);
            ratios.push(ratio);
            balance += pnl;
            meter.push(0, balance);
            wins = if pnl > 0.0 { wins + 1 } else { 0 };
            losses = if pnl < 0.0 { losses + 1 } else { 0 };
            facts.win_streak = facts.win_streak.max(wins);
            facts.loss_streak = facts.loss_streak.max(losses);
        }
        facts.closed_drawdown = meter.deepest();
        facts.ratios = Moments::of(&ratios);
        ratios.sort_unstable_by(f64::total_cmp);
        if let (Some(low), Some(high)) = (ratios.first(), ratios.last()) {
            (facts.worst, facts.best) = (*low, *high);
            facts.median = (ratios[(ratios.len() - 1) / 2] + ratios[ratios.len() / 2]) / 2.0;
        }
        facts
    }

    fn push(&mut self, trade: &Trade) {
        let (pnl, ratio, bars) = (
            trade.pnl.get(),
            trade.return_ratio,
            f64::from(trade.bars_held),
        );
        self.all.push(pnl, ratio, bars);
        match trade.side {
            Side::Buy => self.longs.push(pnl, ratio, bars),
            Side::Sell => self.shorts.push(pnl, ratio, bars),
        }
        self.adverse += trade.worst;
        self.favourable += trade.best;
        self.closed_fees += trade.fees.get();
        if let Some(risk) = trade.risk
            && risk.get() > 0.0
        {
            self.multiples.push(pnl / risk.get());
        }
    }
}
