using System.Text.Json.Nodes;

namespace Scanner.Simulator.Admission.Policies;

/// <summary>What a CEL expression sees.</summary>
/// <param name="Owner">The name of the policy or webhook that holds the expression.</param>
/// <param name="Expression">Its text, without surrounding white space.</param>
/// <param name="Params">The parameter object of the binding, if any.</param>
/// <param name="Namespace">The Namespace object of the request, if any.</param>
public sealed record CelContext(string Owner, string Expression, AdmissionRequest Request, JsonObject? Params, JsonObject? Namespace);
