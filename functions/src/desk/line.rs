//! A waiting line: who came first is served first.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

/// The line.
#[derive(Default)]
pub struct Line {
    waiting: RefCell<VecDeque<(u64, Option<Waker>)>>,
    came: Cell<u64>,
}

/// A place in the line, given up when it is dropped.
pub struct Place {
    line: Rc<Line>,
    number: u64,
}

impl Line {
    /// Takes a place behind all others, unless `most` wait already.
    pub fn join(self: &Rc<Self>, most: usize) -> Option<Place> {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.len() >= most {
            return None;
        }
        let number = self.came.get();
        self.came.set(number + 1);
        waiting.push_back((number, None));
        Some(Place {
            line: Rc::clone(self),
            number,
        })
    }
}

impl Place {
    /// Comes when nobody is before it.
    pub async fn front(&self) {
        poll_fn(|context| {
            let mut waiting = self.line.waiting.borrow_mut();
            let first = waiting.front().map(|(number, _)| *number);
            if first == Some(self.number) {
                return Poll::Ready(());
            }
            if let Some(mine) = waiting
                .iter_mut()
                .find(|(number, _)| *number == self.number)
            {
                mine.1 = Some(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut waiting = self.line.waiting.borrow_mut();
        waiting.retain(|(number, _)| *number != self.number);
        let next = waiting.front_mut().and_then(|(_, waker)| waker.take());
        drop(waiting);
        if let Some(waker) = next {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        pin::pin,
        task::{Context, Waker},
    };

    use super::*;

    #[test]
    fn who_came_first_is_served_first_and_leaving_lets_the_next_one_on() {
        let line = Rc::new(Line::default());
        let places: Vec<_> = (0..4).filter_map(|_| line.join(4)).collect();
        assert_eq!(places.len(), 4);
        assert!(line.join(4).is_none(), "a full line takes nobody");
        let mut context = Context::from_waker(Waker::noop());
        let mut served = |place: &Place| pin!(place.front()).poll(&mut context).is_ready();
        let mut places = places.into_iter();
        let (Some(first), Some(second), Some(third), Some(fourth)) =
            (places.next(), places.next(), places.next(), places.next())
        else {
            return;
        };
        let all = |served: &mut dyn FnMut(&Place) -> bool| [&second, &third, &fourth].map(served);
        assert!(served(&first));
        assert_eq!(all(&mut served), [false, false, false]);
        drop(first);
        assert_eq!(all(&mut served), [true, false, false]);
        drop(third);
        assert!(!served(&fourth), "somebody left from the middle");
        drop(second);
        assert!(served(&fourth));
        assert!(line.join(2).is_some());
    }
}
