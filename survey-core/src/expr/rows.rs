//! Looking things up: instances of repeats and rows of lists by number or key, names of nodes, and
//! shuffled nodes.

use sha2::{Digest as _, Sha256};

use super::call::Call;
use super::eval::Evaluated;
use super::texts::tokens;
use super::tree::{Kind, Term};
use super::value::{XValue, number_from_text};
use super::world::NodeId;

impl Call<'_> {
    /// `indexed-repeat(q, repeat, i, …)`: from instance to instance inwards, then down to q.
    pub(super) fn indexed_repeat(&self) -> Evaluated<XValue> {
        if self.len().is_multiple_of(2) {
            let message = "expected an index after every repeat".to_owned();
            return self.refuse(self.len() - 1, message);
        }
        let mut inside: Option<NodeId> = None;
        for idx in (1..self.len()).step_by(2) {
            let instances = match inside {
                None => {
                    let nearest = self.nodes(idx)?.first().copied();
                    nearest.map_or(Vec::new(), |node| self.namesakes(node))
                }
                Some(outer) => self.below_named(outer, &self.args[idx])?,
            };
            let place = self.number(idx + 1)?;
            let Some(instance) = nth(&instances, place) else {
                return Ok(String::new().into());
            };
            inside = Some(instance);
        }
        let found = match inside {
            Some(instance) => self.below_named(instance, &self.args[0])?,
            None => Vec::new(),
        };
        Ok(XValue::Nodes(found.into_iter().take(1).collect()))
    }

    /// Nodes below `node` that have the name of what `term` refers to, in document order.
    fn below_named(&self, node: NodeId, term: &Term) -> Evaluated<Vec<NodeId>> {
        let world = self.eval.world;
        let name = if let Kind::Name(name) = &term.kind {
            name.to_string()
        } else {
            let nodes = self.eval.nodes(term, self.focus)?;
            match nodes.first() {
                Some(node) => world.name(*node).to_owned(),
                None => return Ok(Vec::new()),
            }
        };
        let mut found = Vec::new();
        let mut open: Vec<NodeId> = world.children(node).to_vec();
        open.reverse();
        while let Some(node) = open.pop() {
            self.eval.spend(1, self.at)?;
            if world.name(node) == name {
                found.push(node);
            }
            open.extend(world.children(node).iter().rev());
        }
        Ok(found)
    }

    pub(super) fn pull_data(&self) -> Evaluated<XValue> {
        let (column, key, wanted) = (self.text(1)?, self.text(2)?, self.text(3)?);
        let world = self.eval.world;
        for root in self.instance()? {
            let indexed = world.children_with(root, &key, &wanted);
            let rows = indexed.as_deref().unwrap_or(world.children(root));
            for row in rows {
                let cells = world.children(*row);
                self.eval.spend(cells.len() + 1, self.at)?;
                let cell = |name: &str| {
                    let cell = cells.iter().find(|it| world.name(**it) == name);
                    cell.map(|it| world.value(*it))
                };
                if cell(&key).is_some_and(|it| it == wanted) {
                    return Ok(cell(&column).unwrap_or_default().into_owned().into());
                }
            }
        }
        Ok(String::new().into())
    }

    /// The first node of the argument, or the node looked at where it is left out.
    fn node_or_here(&self) -> Evaluated<Option<NodeId>> {
        Ok(match self.len() {
            0 => Some(self.focus.node),
            _ => self.nodes(0)?.first().copied(),
        })
    }

    pub(super) fn namespace_uri(&self) -> Evaluated<XValue> {
        let node = self.node_or_here()?;
        let uri = node.map_or("", |it| self.eval.world.namespace(it));
        Ok(uri.to_owned().into())
    }

    /// XPath 1.0, section 4.1; documents come without a grammar, so the usual names of ids count.
    pub(super) fn by_id(&self) -> Evaluated<XValue> {
        let world = self.eval.world;
        let wanted = self.texts(0)?.join(" ");
        let has_id = |node: &NodeId| {
            world.attributes(*node).iter().any(|it| {
                let value = world.value(*it);
                matches!(world.name(*it), "id" | "xml:id")
                    && tokens(&wanted).any(|word| *word == *value)
            })
        };
        let mut all = self.eval.all_below(world.root(), true);
        self.eval.spend(all.len(), self.at)?;
        all.retain(has_id);
        Ok(XValue::Nodes(all))
    }

    /// XPath 1.0, section 4.3: the language itself or with a suffix, whatever the case.
    pub(super) fn lang(&self) -> Evaluated<XValue> {
        let world = self.eval.world;
        let wanted = self.text(0)?;
        let own = |node: NodeId| {
            let all = world.attributes(node).iter().copied();
            let mut named = all.filter(|it| world.name(*it) == "xml:lang");
            named.next().map(|it| world.value(it))
        };
        let mut around = std::iter::successors(Some(self.focus.node), |it| world.parent(*it));
        let found = around.find_map(own).unwrap_or_default();
        let (language, rest) = found.split_at_checked(wanted.len()).unwrap_or(("", ""));
        let fits = language.eq_ignore_ascii_case(&wanted);
        let whole = rest.is_empty() || rest.starts_with('-');
        Ok((fits && whole && !found.is_empty()).into())
    }

    pub(super) fn node_name(&self, local: bool) -> Evaluated<XValue> {
        let node = self.node_or_here()?;
        let name = node.map_or("", |it| self.eval.world.name(it));
        let name = match name.split_once(':') {
            Some((_, name)) if local => name,
            _ => name,
        };
        Ok(name.to_owned().into())
    }

    /// Shuffles as ODK does ("inside-out" Fisher and Yates), so that a seed gives the same order
    /// in every client.
    pub(super) fn randomize(&self) -> Evaluated<XValue> {
        let nodes = self.nodes(0)?;
        let shuffled = match self.len() {
            2 => shuffled(nodes, &self.text(1)?),
            _ => shuffle(nodes, || self.eval.world.random()),
        };
        Ok(XValue::Nodes(shuffled))
    }
}

/// Things in the order that a seed gives them, the same in every ODK client.
pub(crate) fn shuffled<T>(things: Vec<T>, seed_text: &str) -> Vec<T> {
    let mut numbers = ParkMiller::new(seed(seed_text));
    shuffle(things, || numbers.next())
}

fn shuffle<T>(things: Vec<T>, mut unit: impl FnMut() -> f64) -> Vec<T> {
    let mut shuffled: Vec<T> = Vec::with_capacity(things.len());
    for (idx, thing) in things.into_iter().enumerate() {
        let place = ((unit() * (idx + 1) as f64) as usize).min(idx);
        shuffled.push(thing);
        shuffled.swap(place, idx);
    }
    shuffled
}

fn nth(nodes: &[NodeId], place: f64) -> Option<NodeId> {
    (place >= 1.0).then(|| nodes.get(place as usize - 1).copied())?
}

/// A seed as ODK reads it: a number without its decimals, else the first eight bytes of the
/// text's SHA-256.
fn seed(text: &str) -> i64 {
    let number = number_from_text(text);
    if number.is_nan() {
        let hash = Sha256::digest(text);
        return hash
            .iter()
            .take(8)
            .fold(0, |seed, byte| seed << 8 | i64::from(*byte));
    }
    number as i64
}

/// The "minimal standard" generator (Park and Miller 1988).
struct ParkMiller(i64);

impl ParkMiller {
    const MODULUS: i64 = 2_147_483_647;

    fn new(seed: i64) -> ParkMiller {
        // Clients divide the seed as a floating point number.
        let seed = (seed as f64 % ParkMiller::MODULUS as f64) as i64;
        ParkMiller(if seed <= 0 {
            seed + ParkMiller::MODULUS - 1
        } else {
            seed
        })
    }

    fn next(&mut self) -> f64 {
        self.0 = self.0 * 16_807 % ParkMiller::MODULUS;
        (self.0 - 1) as f64 / (ParkMiller::MODULUS - 1) as f64
    }
}
