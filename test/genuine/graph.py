"""Random object graphs of what the policy lists: values, containers, recursion and sharing. Python 2.7 and 3.6 on.

A `Graph` grows one value from a seeded generator. `leaf` makers give values without children, `node` makers a container
that is filled with further values. What was made may come again (`shared`), also while it is still being filled: that
makes cycles through lists, dicts, sets, objects and, by way of these, tuples and frozensets.
"""
from __future__ import print_function

import random


class Graph(object):
    def __init__(self, seed, leaves, nodes, hashables):
        self.rng = random.Random(seed)
        self.leaves, self.nodes, self.hashables = leaves, nodes, hashables
        self.made, self.keys = [], []
        self.left = self.rng.choice((3, 10, 30, 60))
        self.sharing = self.rng.choice((0.0, 0.1, 0.3))

    def pick(self, pool):
        """A maker by its weight; pools are lists of (weight, maker)."""
        at = self.rng.random() * sum(weight for weight, _ in pool)
        for weight, maker in pool:
            at -= weight
            if at < 0:
                return maker
        return pool[-1][1]

    def value(self, depth=0):
        self.left -= 1
        if self.made and self.rng.random() < self.sharing:
            return self.rng.choice(self.made)
        if self.left <= 0 or depth > 12 or self.rng.random() < 0.4:
            return self.keep(self.tried(self.pick(self.leaves)))
        return self.tried(self.pick(self.nodes), depth + 1)

    def tried(self, maker, *depth):
        """What a maker gives; None where this version of its library has no such thing."""
        try:
            return maker(self, *depth)
        except (AttributeError, TypeError, ValueError, KeyError, OverflowError):
            return None

    def key(self, depth=0):
        """A value that hashes: recursion only by identity, through the objects that `keys` holds."""
        self.left -= 1
        if self.keys and self.rng.random() < self.sharing:
            return self.rng.choice(self.keys)
        if depth < 3 and self.rng.random() < 0.2:
            items = tuple(self.key(depth + 1) for _ in range(self.rng.randrange(5)))
            made = items if self.rng.random() < 0.6 else frozenset(items)
        else:
            made = self.tried(self.pick(self.hashables))
        self.keys.append(made)
        return made

    def keep(self, made):
        """A value that may come again."""
        self.made.append(made)
        return made

    def some(self, depth, most=6):
        return [self.value(depth) for _ in range(self.rng.randrange(most + 1))]
