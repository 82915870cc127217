use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::expr::NodeId;
use crate::questionnaire::{Aspect, ItemId};

/// One thing to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Job {
    /// Give a repeat as many instances in this node as its count says.
    Recount(NodeId, ItemId),
    /// Evaluate one expression of a node.
    Update(NodeId, Aspect),
}

/// Work to do, by rank: everything comes after what it depends on. A job waits once at most.
#[derive(Default)]
pub(super) struct Queue {
    jobs: BinaryHeap<Reverse<(u32, Job)>>,
    recounts: Vec<(NodeId, ItemId)>,
    /// By node: a bit for each aspect that waits.
    updates: Vec<u8>,
}

impl Queue {
    /// Adds a job, unless it waits already.
    pub(super) fn push(&mut self, rank: u32, job: Job) {
        let waits = match job {
            Job::Recount(parent, repeat) => {
                let waits = self.recounts.contains(&(parent, repeat));
                if !waits {
                    self.recounts.push((parent, repeat));
                }
                waits
            }
            Job::Update(node, aspect) => {
                let (mark, bit) = self.mark(node, aspect);
                let waits = *mark & bit != 0;
                *mark |= bit;
                waits
            }
        };
        if !waits {
            self.jobs.push(Reverse((rank, job)));
        }
    }

    /// Takes the job that comes before all others.
    pub(super) fn pop(&mut self) -> Option<Job> {
        let Reverse((_, job)) = self.jobs.pop()?;
        match job {
            Job::Recount(parent, repeat) => self.recounts.retain(|it| *it != (parent, repeat)),
            Job::Update(node, aspect) => {
                let (mark, bit) = self.mark(node, aspect);
                *mark &= !bit;
            }
        }
        Some(job)
    }

    /// Where it is noted that a node's aspect waits.
    fn mark(&mut self, node: NodeId, aspect: Aspect) -> (&mut u8, u8) {
        let idx = node.0 as usize;
        if self.updates.len() <= idx {
            self.updates.resize(idx + 1, 0);
        }
        (&mut self.updates[idx], 1 << aspect as u8)
    }
}
