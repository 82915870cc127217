use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::expr::NodeId;
use crate::questionnaire::{Aspect, ItemId};

/// One thing to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Job {
    /// Give a repeat as many instances as its count says; it may have no node yet.
    Recount(ItemId),
    /// Evaluate one expression of a node.
    Update(NodeId, Aspect),
}

/// Work to do, by rank: everything comes after what it depends on. A job waits once at most.
#[derive(Default)]
pub(super) struct Queue {
    jobs: BinaryHeap<Reverse<(u32, Job)>>,
    /// By item: whether its recount waits; by node: a bit for each aspect that waits.
    recounts: Vec<u8>,
    updates: Vec<u8>,
}

impl Queue {
    /// Adds a job, unless it waits already.
    pub(super) fn push(&mut self, rank: u32, job: Job) {
        let (marks, bit) = self.mark(job);
        if *marks & bit == 0 {
            *marks |= bit;
            self.jobs.push(Reverse((rank, job)));
        }
    }

    /// Takes the job that comes before all others.
    pub(super) fn pop(&mut self) -> Option<Job> {
        let Reverse((_, job)) = self.jobs.pop()?;
        let (marks, bit) = self.mark(job);
        *marks &= !bit;
        Some(job)
    }

    /// Where it is noted that a job waits.
    fn mark(&mut self, job: Job) -> (&mut u8, u8) {
        let (marks, idx, bit) = match job {
            Job::Recount(item) => (&mut self.recounts, item.0, 1),
            Job::Update(node, aspect) => (&mut self.updates, node.0, 1 << aspect as u8),
        };
        let idx = idx as usize;
        if marks.len() <= idx {
            marks.resize(idx + 1, 0);
        }
        (&mut marks[idx], bit)
    }
}
