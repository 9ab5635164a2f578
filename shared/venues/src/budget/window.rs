//! What was sent in the last stretch of time, against how much may be.

use std::collections::VecDeque;

use domain::Ts;

use super::{News, Rate};

/// One limit and what counts against it.
#[derive(Clone, Debug)]
pub(super) struct Window {
    rate: Rate,
    /// How much longer than the limit says a request counts.
    room: i64,
    /// Oldest first. Others' requests are in it too, from the moment we learned of them.
    sent: VecDeque<(Ts, u32)>,
    sum: u64,
    /// What no longer counts for us but may have when the exchange wrote a reply that comes now.
    past: VecDeque<(Ts, u32)>,
    /// The exchange says that nothing is left before this moment.
    empty_until: Ts,
}

impl Window {
    pub(super) fn new(rate: Rate) -> Window {
        Window {
            rate,
            room: jitter(rate),
            sent: VecDeque::new(),
            sum: 0,
            past: VecDeque::new(),
            empty_until: Ts(i64::MIN),
        }
    }

    /// For requests that somebody else counts until their replies.
    pub(super) fn without_room(rate: Rate) -> Window {
        Window {
            room: 0,
            ..Window::new(rate)
        }
    }

    pub(super) const fn group(&self) -> &'static str {
        self.rate.group
    }

    /// The first moment at which so much more fits. More than the whole limit fits when nothing else is there.
    pub(super) fn free_at(&mut self, now: Ts, weight: u32) -> Ts {
        self.forget(now);
        let room = u64::from(self.rate.most.saturating_sub(weight));
        let mut over = self.sum.saturating_sub(room);
        let mut free = now.max(self.empty_until);
        for &(at, taken) in &self.sent {
            if over == 0 {
                break;
            }
            over = over.saturating_sub(u64::from(taken));
            free = free.max(self.gone(at));
        }
        free
    }

    pub(super) fn add(&mut self, now: Ts, weight: u32) {
        if weight == 0 {
            return;
        }
        self.sum += u64::from(weight);
        match self.sent.back_mut() {
            Some((at, taken)) if *at == now => *taken = taken.saturating_add(weight),
            _ => self.sent.push_back((now, weight)),
        }
    }

    /// Believes the exchange where it has counted more than we have.
    pub(super) fn correct(&mut self, now: Ts, news: &News) {
        self.forget(now);
        if let Some(most) = news.most.filter(|&most| most > 0) {
            self.rate.most = most;
        }
        let told = match (news.used, news.left) {
            (Some(used), _) => Some(used),
            (None, Some(left)) => Some(self.rate.most.saturating_sub(left)),
            (None, None) => None,
        };
        let Some(told) = told else { return };
        let seen = self.seen_since(news.sent.unwrap_or(now));
        let unseen = u64::from(told).saturating_sub(seen.max(u64::from(news.ours)));
        // A slip in a header must not stop us for longer than one window does.
        self.add(
            now,
            u32::try_from(unseen)
                .unwrap_or(u32::MAX)
                .min(self.rate.most),
        );
        if let (Some(0), Some(reset)) = (news.left, news.reset) {
            let latest = Ts(now.0.saturating_add(self.rate.per_ms));
            self.empty_until = reset.min(latest);
        }
    }

    fn forget(&mut self, now: Ts) {
        while let Some(&(at, taken)) = self.sent.front() {
            if now < self.gone(at) {
                break;
            }
            self.sum -= u64::from(taken);
            self.sent.pop_front();
            self.past.push_back((at, taken));
        }
        let old = Ts(now.0.saturating_sub(self.rate.per_ms.saturating_mul(3)));
        while self.past.front().is_some_and(|&(at, _)| at < old) {
            self.past.pop_front();
        }
    }

    /// What we know to have counted when the exchange wrote its reply to a request sent then, or has come since.
    fn seen_since(&self, sent: Ts) -> u64 {
        let longest = self.rate.per_ms + jitter(self.rate);
        let counted = |&&(at, _): &&(Ts, u32)| sent.0 < at.0.saturating_add(longest);
        let late: u64 = self
            .past
            .iter()
            .rev()
            .take_while(counted)
            .map(|&(_, taken)| u64::from(taken))
            .sum();
        late + self.sum
    }

    /// When a request no longer counts.
    fn gone(&self, at: Ts) -> Ts {
        Ts(at.0.saturating_add(self.rate.per_ms + self.room))
    }
}

/// One request that took long on its way and one that was quick come closer together than they were sent, and the exchange
/// counts them as they come: so much room is left between two windows.
fn jitter(rate: Rate) -> i64 {
    (rate.per_ms / 100).max(JITTER_MS)
}

/// How much longer one request may be on its way than another without a window of the exchange ever holding one too many.
/// Of Upbit's second this is four percent.
const JITTER_MS: i64 = 40;
