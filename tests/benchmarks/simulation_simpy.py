#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The four models of simulation_reference.cpp in SimPy 4, as its users would write them.

    simulation_simpy.py a|b|c|d CUSTOMERS       prints customers per second of processor time and the mean
"""

import random
import sys
import time

import simpy

MODELS = {  # rate of arrivals per ms, stations as (servers, mean ms)
    "a": (0.8, [(1, 1.0)]),
    "b": (7.2, [(8, 1.0)]),
    "c": (1.0, [(4, 3.2), (2, 1.0), (8, 32.0)]),
    "d": (0.7, [(1, 1.0)] * 10),
}
MISSES = 0.2  # of c: the share that goes on from the cache to the database


def simulate(name, customers):
    """Runs until so many customers have left; gives the mean response time."""
    rate, servers = MODELS[name]
    draw = random.Random(1)
    environment = simpy.Environment()
    stations = [(simpy.Resource(environment, count), mean) for count, mean in servers]
    over = environment.event()
    responses = []

    def visit(station):
        resource, mean = station
        with resource.request() as turn:
            yield turn
            yield environment.timeout(draw.expovariate(1 / mean))

    def customer():
        arrived = environment.now
        if name == "d":
            yield environment.all_of([environment.process(visit(station)) for station in stations])
        else:
            for i, station in enumerate(stations):
                if i < 2 or draw.random() < MISSES:
                    yield from visit(station)
        responses.append(environment.now - arrived)
        if len(responses) == customers:
            over.succeed()

    def arrivals():
        while True:
            yield environment.timeout(draw.expovariate(rate))
            environment.process(customer())

    environment.process(arrivals())
    environment.run(until=over)
    return sum(responses) / customers


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: simulation_simpy.py a|b|c|d CUSTOMERS")
    customers = int(float(sys.argv[2]))
    start = time.process_time()
    mean = simulate(sys.argv[1], customers)
    print(f"{customers / (time.process_time() - start):.0f} customers/s mean {mean:.6f}")


if __name__ == "__main__":
    main()
