//! Waiting in one thread: for one value, and for the next of many.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

struct Slot<T> {
    value: Option<T>,
    given_up: bool,
    waker: Option<Waker>,
}

/// Tells a value to whoever waits; dropped without a word, it tells that there is none.
pub struct Teller<T>(Rc<RefCell<Slot<T>>>);

/// A value that will be told; `None` when nobody can tell it any more.
pub struct Later<T>(Rc<RefCell<Slot<T>>>);

/// A value to be told later.
pub fn later<T>() -> (Teller<T>, Later<T>) {
    let slot = Rc::new(RefCell::new(Slot {
        value: None,
        given_up: false,
        waker: None,
    }));
    (Teller(Rc::clone(&slot)), Later(slot))
}

impl<T> Teller<T> {
    /// Tells it.
    pub fn tell(self, value: T) {
        self.0.borrow_mut().value = Some(value);
    }
}

impl<T> Drop for Teller<T> {
    fn drop(&mut self) {
        let mut slot = self.0.borrow_mut();
        slot.given_up = true;
        let waker = slot.waker.take();
        drop(slot);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Future for Later<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut slot = self.0.borrow_mut();
        if slot.value.is_some() || slot.given_up {
            return Poll::Ready(slot.value.take());
        }
        slot.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

struct Queue<T> {
    values: VecDeque<T>,
    waker: Option<Waker>,
}

/// Things to do in the order they came, from whoever has a handle.
pub struct Inbox<T>(Rc<RefCell<Queue<T>>>);

impl<T> Clone for Inbox<T> {
    fn clone(&self) -> Self {
        Inbox(Rc::clone(&self.0))
    }
}

impl<T> Default for Inbox<T> {
    fn default() -> Self {
        Inbox(Rc::new(RefCell::new(Queue {
            values: VecDeque::new(),
            waker: None,
        })))
    }
}

impl<T> Inbox<T> {
    /// Adds something.
    pub fn put(&self, value: T) {
        let mut queue = self.0.borrow_mut();
        queue.values.push_back(value);
        let waker = queue.waker.take();
        drop(queue);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Waits for the next thing; one reader at a time.
    pub async fn next(&self) -> T {
        poll_fn(|context| {
            let mut queue = self.0.borrow_mut();
            match queue.values.pop_front() {
                Some(value) => Poll::Ready(value),
                None => {
                    queue.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;

    fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn a_value_comes_to_whoever_waits() {
        let (teller, value) = later();
        let mut value = pin!(value);
        assert_eq!(poll(value.as_mut()), Poll::Pending);
        teller.tell(5);
        assert_eq!(poll(value.as_mut()), Poll::Ready(Some(5)));
    }

    #[test]
    fn silence_is_told_too() {
        let (teller, value) = later::<u8>();
        drop(teller);
        assert_eq!(poll(pin!(value)), Poll::Ready(None));
    }

    #[test]
    fn an_inbox_keeps_the_order() {
        let inbox = Inbox::default();
        let other = inbox.clone();
        {
            let mut next = pin!(inbox.next());
            assert_eq!(poll(next.as_mut()), Poll::Pending);
            other.put(1);
            other.put(2);
            assert_eq!(poll(next.as_mut()), Poll::Ready(1));
        }
        assert_eq!(poll(pin!(inbox.next())), Poll::Ready(2));
    }
}
