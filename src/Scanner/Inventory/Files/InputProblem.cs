namespace Scanner.Inventory.Files;

/// <summary>A part of the input that could not be used, and why.</summary>
/// <param name="Place">Of what is wrong, or of the document or list item that it is in.</param>
/// <param name="Text">One line.</param>
internal sealed record InputProblem(Place Place, string Text);
