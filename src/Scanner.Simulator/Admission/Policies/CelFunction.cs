namespace Scanner.Simulator.Admission.Policies;

/// <summary>Stands for a CEL expression; must have no side effects.</summary>
public delegate CelValue CelFunction(CelContext context);
