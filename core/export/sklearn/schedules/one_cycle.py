# SPDX-License-Identifier: 0BSD
def schedule_one_cycle(step, total_steps, pct_start, anneal_strategy, div_factor, final_div_factor, three_phase):
    """torch.optim.lr_scheduler.OneCycleLR with cycle_momentum=False, the rate being the largest."""
    begin, last = 1.0 / div_factor, total_steps - 1
    end = begin / final_div_factor
    rise = pct_start * total_steps
    # Where each phase ends, and from which height to which it goes.
    phases = [(rise - 1, begin, 1.0), (last, 1.0, end)]
    if three_phase:
        phases = [(rise - 1, begin, 1.0), (2 * rise - 2, 1.0, begin), (last, begin, end)]
    start = 0
    for stop, high, low in phases:
        if step <= stop or stop >= last:
            break
        start = stop
    done = min(1.0, (step - start) / (stop - start)) if stop > start else 1.0
    if anneal_strategy == "cos":
        return low + (high - low) / 2 * (1.0 + np.cos(np.pi * done))
    return high + (low - high) * done
