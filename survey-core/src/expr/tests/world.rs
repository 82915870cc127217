//! A world in memory, written as text: `name=value(children)`.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::base::{DateTime, Missing, Seed};
use crate::expr::{NodeId, World, XValue};

#[derive(Default)]
struct Node {
    name: String,
    value: String,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
}

pub(super) struct Tree {
    nodes: Vec<Node>,
    root: NodeId,
    instances: BTreeMap<&'static str, NodeId>,
    random: RefCell<Seed>,
}

const FORM: &str = "data(
  age=34 name='Li Hua' blank= spaces='  a  b ' zero=0 half=0.5 word=abc code=007
  services='water roads bus' dob=1990-05-17 visit='2026-11-22T09:30:00.000+08:00' clock=10:30
  flag=false dont_know= refused= skipped= offpath= not_applicable=
  group( first=5 second= third=7 )
  rep( person=Ann pay=10 note= ) rep( person=Bob pay= note=hm ) rep( person=Cai pay=30 note= )
  rep_house( house=h1 rep_room( room=r11 size=1 ) rep_room( room=r12 size=2 ) )
  rep_house( house=h2 rep_room( room=r21 size=3 ) )
  letters( l=A l=B l=C l=D l=E l=F )
  street=s2 问题=答案 item-count=4
)";

const AREAS: &str = "root(
  item( name=a1 label='Area one' street=s1 ) item( name=a2 label='Area two' street=s2 )
  item( name=a3 label='Area three' street=s2 )
)";

impl Tree {
    pub(super) fn sample() -> Tree {
        let mut nodes = Vec::new();
        let root = build(&mut nodes, FORM);
        let areas = build(&mut nodes, AREAS);
        // Backwards, so that document order and the order of ids are different things.
        let last = nodes.len() as u32 - 1;
        let turn = |it: NodeId| NodeId(last - it.0);
        nodes.reverse();
        for node in &mut nodes {
            node.parent = node.parent.map(turn);
            node.children.iter_mut().for_each(|it| *it = turn(*it));
        }
        Tree {
            nodes,
            root: turn(root),
            instances: BTreeMap::from([("areas", turn(areas))]),
            random: RefCell::new(Seed::new(7)),
        }
    }

    /// A node by its path, with positions among namesakes: `/data/rep[2]/pay`.
    pub(super) fn at(&self, path: &str) -> NodeId {
        path.split('/').skip(2).fold(self.root, |node, step| {
            let (name, place) = step.split_once('[').unwrap_or((step, "1]"));
            let place: usize = place.trim_end_matches(']').parse().expect("a number");
            let mut found = self
                .children(node)
                .iter()
                .filter(|it| self.name(**it) == name);
            *found.nth(place - 1).expect("a node of the sample")
        })
    }

    pub(super) fn show(&self, nodes: &XValue) -> String {
        let XValue::Nodes(nodes) = nodes else {
            return String::new();
        };
        let names = nodes.iter().map(|it| match &*self.value(*it) {
            "" => self.name(*it).to_owned(),
            value => format!("{}={value}", self.name(*it)),
        });
        format!("[{}]", names.collect::<Vec<_>>().join(", "))
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    fn is_inside(&self, node: NodeId, outer: NodeId) -> bool {
        std::iter::successors(Some(node), |it| self.parent(*it)).any(|it| it == outer)
    }

    fn collect(&self, from: NodeId, name: &str, found: &mut Vec<NodeId>) {
        if self.name(from) == name {
            found.push(from);
        }
        for child in self.children(from) {
            self.collect(*child, name, found);
        }
    }
}

impl World for Tree {
    fn root(&self) -> NodeId {
        self.root
    }
    fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.node(node).parent
    }
    fn children(&self, node: NodeId) -> &[NodeId] {
        &self.node(node).children
    }
    fn name(&self, node: NodeId) -> &str {
        &self.node(node).name
    }
    fn value(&self, node: NodeId) -> Cow<'_, str> {
        Cow::Borrowed(&self.node(node).value)
    }
    fn named(&self, name: &str, from: NodeId) -> Vec<NodeId> {
        let mut all = Vec::new();
        self.collect(self.root, name, &mut all);
        let above = std::iter::successors(Some(from), |it| self.parent(*it));
        for instance in above.filter(|it| self.name(*it).starts_with("rep")) {
            let near = all
                .iter()
                .copied()
                .filter(|it| self.is_inside(*it, instance));
            let near: Vec<_> = near.collect();
            if !near.is_empty() {
                return near;
            }
        }
        all
    }
    fn missing(&self, node: NodeId) -> Option<Missing> {
        match self.name(node) {
            "offpath" => Some(Missing::NotAsked),
            name => Missing::from_name(name).or_else(|| {
                let blank = self.value(node).is_empty() && self.children(node).is_empty();
                blank.then_some(Missing::Skipped)
            }),
        }
    }
    fn mode(&self) -> &str {
        "interviewer"
    }
    fn now(&self) -> DateTime {
        "2026-11-22T07:15:30.250+08:00".parse().expect("valid")
    }
    fn random(&self) -> f64 {
        self.random.borrow_mut().unit()
    }
    fn choice_label(&self, node: NodeId, value: &str) -> Option<String> {
        let known = self.name(node) == "services" && value == "water";
        known.then(|| "Running water".to_owned())
    }
    fn instance(&self, id: &str) -> Option<NodeId> {
        self.instances.get(id).copied()
    }
}

/// Appends the nodes that `text` describes; returns the first.
fn build(nodes: &mut Vec<Node>, text: &str) -> NodeId {
    let root = NodeId(nodes.len() as u32);
    let mut open: Vec<NodeId> = Vec::new();
    let mut words = text.split_ascii_whitespace();
    while let Some(word) = words.next() {
        if word == ")" {
            open.pop();
            continue;
        }
        let (name, value) = word
            .split_once('=')
            .unwrap_or((word.trim_end_matches('('), ""));
        let mut value = value.to_owned();
        while value.starts_with('\'') && !(value.len() > 1 && value.ends_with('\'')) {
            value = format!("{value} {}", words.next().expect("a closing quote"));
        }
        let id = NodeId(nodes.len() as u32);
        if let Some(parent) = open.last() {
            nodes[parent.0 as usize].children.push(id);
        }
        nodes.push(Node {
            name: name.to_owned(),
            value: value.trim_matches('\'').to_owned(),
            parent: open.last().copied(),
            children: Vec::new(),
        });
        if word.ends_with('(') {
            open.push(id);
        }
    }
    root
}
