using Scanner.Core.Admission.Verdicts;
using Scanner.Core.Rbac.Exposures;

namespace Scanner.Core.Findings;

/// <summary>A namespace as rules see it.</summary>
/// <param name="Exposure">Who can get into it; null for nobody, or when RBAC was not looked at.</param>
internal sealed record JudgedNamespace(NamespacePosture Posture, NamespaceExposure? Exposure);
