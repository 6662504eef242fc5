#include "app/application.h"

int main(int argc, char** argv) { return isopolis::runApplication(argc, argv); }
