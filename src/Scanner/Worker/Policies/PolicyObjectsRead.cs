using Scanner.Inventory;
using Scanner.Policies.Engines;

namespace Scanner.Worker.Policies;

/// <summary>The objects that policies are made of, as they were read.</summary>
/// <param name="Version">Of the server; empty where it does not say.</param>
/// <param name="Fingerprint">Differs when what can be made of them does.</param>
internal sealed record PolicyObjectsRead(PolicyInventory Inventory, string Version, string Fingerprint);
