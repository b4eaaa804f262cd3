//! The kitchen: it takes orders, and each is ready after a while.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::Serialize;
use tokio::time::Instant;

use crate::{config::Limits, text::printable};

const MOST_DISH: usize = 40;

/// A dish that someone ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) dish: String,
    pub(crate) status: Status,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Cooking,
    Ready,
}

/// Why the kitchen takes no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoOrder {
    /// The dish has no name that a cook could read.
    Dish,
    /// The kitchen has as many orders as it keeps.
    Busy,
}

#[derive(Debug)]
pub(crate) struct Kitchen {
    most: usize,
    kept_for: Duration,
    shortest: Duration,
    orders: Mutex<Orders>,
}

#[derive(Debug, Default)]
struct Orders {
    by_id: HashMap<String, Pending>,
    /// Oldest first. All are kept equally long, so the oldest is the first to go.
    by_age: VecDeque<(Instant, String)>,
}

#[derive(Debug)]
struct Pending {
    dish: String,
    ready_at: Instant,
}

impl Kitchen {
    pub(crate) fn new(limits: &Limits) -> Arc<Self> {
        let (most, kept_for, shortest) =
            (limits.orders, limits.order_seconds, limits.cooking_seconds);
        Arc::new(Self { most, kept_for, shortest, orders: Mutex::default() })
    }

    /// Takes an order; it is ready at the instant that is returned, which guests are not told.
    pub(crate) fn take(&self, dish: &str) -> Result<(Order, Instant), NoOrder> {
        let dish = printable(dish, MOST_DISH).ok_or(NoOrder::Dish)?.to_owned();
        let now = Instant::now();
        let mut orders = self.lock();
        orders.forget_before(now);
        if orders.by_id.len() >= self.most {
            return Err(NoOrder::Busy);
        }
        let ready_at = now + self.shortest.mul_f64(rand::random_range(1.0..2.0));
        let id = format!("{:016x}", rand::random::<u64>());
        orders.by_age.push_back((now + self.kept_for, id.clone()));
        orders.by_id.insert(id.clone(), Pending { dish: dish.clone(), ready_at });
        Ok((Order { id, dish, status: Status::Cooking }, ready_at))
    }

    /// How an order is getting on.
    pub(crate) fn look(&self, id: &str) -> Option<Order> {
        let now = Instant::now();
        let mut orders = self.lock();
        orders.forget_before(now);
        let Pending { dish, ready_at } = orders.by_id.get(id)?;
        let status = if *ready_at <= now { Status::Ready } else { Status::Cooking };
        Some(Order { id: id.to_owned(), dish: dish.clone(), status })
    }

    fn lock(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Orders {
    fn forget_before(&mut self, now: Instant) {
        while self.by_age.front().is_some_and(|(until, _)| *until <= now) {
            if let Some((_, id)) = self.by_age.pop_front() {
                self.by_id.remove(&id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kitchen() -> Arc<Kitchen> {
        Kitchen::new(&Limits { orders: 2, ..Limits::default() })
    }

    #[tokio::test(start_paused = true)]
    async fn an_order_takes_three_to_six_seconds() {
        let kitchen = kitchen();
        let (order, _) = kitchen.take("soup").unwrap();
        tokio::time::advance(Duration::from_millis(2_999)).await;
        assert_eq!(kitchen.look(&order.id).unwrap().status, Status::Cooking);
        tokio::time::advance(Duration::from_millis(3_001)).await;
        assert_eq!(kitchen.look(&order.id).unwrap().status, Status::Ready);
    }

    #[tokio::test(start_paused = true)]
    async fn orders_are_bounded_and_forgotten() {
        let kitchen = kitchen();
        let (first, _) = kitchen.take("soup").unwrap();
        kitchen.take("salad").unwrap();
        assert_eq!(kitchen.take("cake").unwrap_err(), NoOrder::Busy);
        tokio::time::advance(Duration::from_mins(5)).await;
        assert_eq!(kitchen.look(&first.id), None);
        assert!(kitchen.take("cake").is_ok());
    }

    #[test]
    fn a_dish_has_a_readable_name() {
        let kitchen = kitchen();
        assert_eq!(kitchen.take("").unwrap_err(), NoOrder::Dish);
        assert_eq!(kitchen.take(&"x".repeat(41)).unwrap_err(), NoOrder::Dish);
        assert_eq!(kitchen.take(" soup\n").unwrap().0.dish, "soup");
    }
}
