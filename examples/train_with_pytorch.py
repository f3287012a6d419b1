"""Train a small network by PyTorch with this loss, and play how its outputs moved, epoch by epoch.

It needs PyTorch, which springsim does not: pip install -r examples/requirements.txt
"""

import torch

import springsim as ss

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)

# Three noisy classes in ten dimensions, and a network whose two outputs are the place of a point in the plane.
labels = torch.arange(60) % 3
inputs = torch.randn(3, 10)[labels] + 0.5 * torch.randn(60, 10)
network = torch.nn.Sequential(torch.nn.Linear(10, 32), torch.nn.Tanh(), torch.nn.Linear(32, 2))
adam = torch.optim.Adam(network.parameters(), lr=0.005)

# The paper's loss of all pairs, each once: ½ d² of a similar one, ½ max(0, m − d)² of a dissimilar one.
margin = 1.0
i, j = torch.triu_indices(60, 60, offset=1)
similar = labels[i] == labels[j]
epochs, away = [], []
for _ in range(101):
    outputs = network(inputs)
    outputs.retain_grad()
    d = torch.linalg.vector_norm(outputs[i] - outputs[j], dim=1)
    adam.zero_grad()
    (0.5 * torch.where(similar, d, (margin - d).clamp(min=0.0)) ** 2).sum().backward()
    epochs.append(outputs.detach())
    scene = ss.Scene.from_labels(epochs[-1], labels, margin=margin)
    away.append(abs(ss.forces(scene) + outputs.grad.numpy()).max())  # a force is minus the gradient
    adam.step()

print(f"{len(epochs)} epochs; forces differ from autograd's gradient by {max(away):.1e} at most")
assert max(away) < 1e-10
run = ss.Trajectory.from_positions(epochs, labels, margin=margin, unit="epoch")
print(f"loss {run.loss[0]:.2f}, at the end {run.loss[-1]:.2f}")
ss.export.animate(run, "training.html", overwrite=True)
