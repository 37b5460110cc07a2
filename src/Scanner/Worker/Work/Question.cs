using Scanner.Core.Posture;

namespace Scanner.Worker.Work;

/// <summary>A question that is about to be put.</summary>
/// <param name="Known">What is known before it.</param>
/// <param name="Life">Tells a namespace from an earlier one of its name.</param>
/// <param name="At">When it begins: later changes are not covered by the answer.</param>
internal sealed record Question(NamespaceKnowledge Known, long Life, Moment At);
